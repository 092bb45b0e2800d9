using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Printing;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>
/// Puts every name under the schema that it was judged under, so that no function, type or relation elsewhere can be reached, or takes
/// away for people what goes without saying.
/// </summary>
internal static class ResolvedNames
{
    private const string SystemSchema = "pg_catalog";

    /// <summary>A cast to text, without what is cast.</summary>
    private static readonly ParseNode AsText = StatementReader.ReadOne("SELECT NULL::pg_catalog.text")!.List("targetList")[0].Node("val")!;

    /// <summary>
    /// Also makes text of what <c>pg_typeof</c> gives: beside a regtype a literal would be read as one, and a number would tell the name of the type
    /// that has it. And writes numerals of PostgreSQL 16 (<c>0xFF</c>, <c>1_000</c>) so that every version reads the same number. Throws
    /// <see cref="NotPrintableException"/> for a numeral of thousands of digits.
    /// </summary>
    /// <param name="statement">As it was judged.</param>
    /// <param name="relations">The relation that each name in FROM stands for; names of WITH queries are not among them.</param>
    /// <param name="typeSchema">The schema of a type that is written without one, outside pg_catalog; null leaves it as it is.</param>
    /// <param name="extensions">Those whose functions may be called.</param>
    public static ParseNode Resolve(
        ParseNode statement,
        IReadOnlyDictionary<ParseNode, RelationName> relations,
        Func<string, string?> typeSchema,
        ExtensionFunctions extensions) =>
        statement.Rewrite(node => node.Kind switch
        {
            "FuncCall" =>
                TypeAsText(node.List("funcname") is [var name] && FunctionSchema(name.Text("sval"), extensions) is { } schema
                    ? node.With("funcname", new[] { Part(schema), name })
                    : node),
            "TypeCast" when node.Node("arg") is { Kind: "TypeCast" } inner && IsTypeOf(inner.Node("arg")) && IsText(node) => inner,
            "RangeFunction" when Unnested(node) is { } each => node.With("functions", each).With("is_rowsfrom", true),
            "TypeName" when node.List("names") is [var name] => Type(node, name, typeSchema),
            "RangeVar" when relations.TryGetValue(node, out var relation) && relation.Schema.Length > 0 && !node.Has("schemaname") =>
                node.With("schemaname", relation.Schema),
            "Float" => node.With("fval", Numeral.Plain(node.Text("fval")) ?? throw new NotPrintableException(node, "a numeral too long to be written in tens")),
            _ => node,
        });

    /// <summary>
    /// Listed functions and types without <c>pg_catalog</c>. Types that the grammar has a word for keep it: <c>integer</c> is read as
    /// <c>pg_catalog.int4</c>.
    /// </summary>
    public static ParseNode Shorten(ParseNode statement) => statement.Rewrite(static node => node.Kind switch
    {
        "FuncCall"
            when node.Text("funcformat") == "COERCE_EXPLICIT_CALL"
                && node.Names("funcname") is [SystemSchema, var name]
                && AllowLists.Functions.Contains(name) => node.With("funcname", new[] { Part(name) }),
        "TypeName"
            when node.Names("names") is [SystemSchema, var name] && AllowLists.Types.Contains(name.TrimStart('_')) && !Keywords.NamesType(name) =>
                node.With("names", new[] { Part(name) }),
        _ => node,
    });

    /// <summary>
    /// <c>unnest(a, b)</c> in FROM means <c>ROWS FROM (unnest(a), unnest(b))</c>, but only without a schema: there is no such function. Null for all else.
    /// </summary>
    private static ParseNode[]? Unnested(ParseNode source) =>
        source.List("functions") is [{ Kind: "List" } only]
            && only.List("items") is [{ Kind: "FuncCall" } call, ..] items
            && call.Names("funcname") is [SystemSchema, "unnest"]
            && call.List("args") is { Count: > 1 } arguments
            && !call.Flag("func_variadic")
                ? [.. arguments.Select(argument => only.With("items", items.Skip(1).Prepend(call.With("args", new[] { argument })).ToArray()))]
                : null;

    private static string? FunctionSchema(string name, ExtensionFunctions extensions) => AllowLists.Functions.Contains(name)
        ? extensions.IsShared(name) ? null : SystemSchema
        : extensions.SchemaOf(name);

    private static ParseNode Type(ParseNode type, ParseNode name, Func<string, string?> typeSchema)
    {
        var written = name.Text("sval");
        var schema = AllowLists.Types.Contains(written.TrimStart('_')) ? SystemSchema : typeSchema(written);
        return schema is null ? type : type.With("names", new[] { Part(schema), name });
    }

    private static ParseNode TypeAsText(ParseNode call) => IsTypeOf(call) ? AsText.With("arg", call) : call;

    private static bool IsTypeOf(ParseNode? node) => node?.Kind == "FuncCall" && node.Names("funcname") is [SystemSchema, "pg_typeof"];

    private static bool IsText(ParseNode cast) =>
        cast.Node("typeName") is { } type && !type.Has("arrayBounds") && type.Names("names") is ["text"] or [SystemSchema, "text"];

    private static ParseNode Part(string name) => new("String", [new ParseField("sval", name)]);
}
