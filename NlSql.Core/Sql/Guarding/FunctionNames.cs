using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Puts listed functions under <c>pg_catalog</c>, so that no overload elsewhere can be reached, or takes it away for people.</summary>
internal static class FunctionNames
{
    private static readonly ParseNode System = Part("pg_catalog");

    /// <summary>A cast to text, without what is cast.</summary>
    private static readonly ParseNode AsText = StatementReader.ReadOne("SELECT NULL::text")!.List("targetList")[0].Node("val")!;

    /// <summary>
    /// Also makes text of what <c>pg_typeof</c> gives: beside a regtype a literal would be read as one, and a number would tell the name of the type
    /// that has it.
    /// </summary>
    public static ParseNode Qualify(ParseNode statement) => statement.Rewrite(static node => node.Kind switch
    {
        "FuncCall" =>
            TypeAsText(node.List("funcname") is [var name] && AllowLists.Functions.Contains(name.Text("sval"))
                ? node.With("funcname", new[] { System, name })
                : node),
        "TypeCast" when node.Node("arg") is { Kind: "TypeCast" } inner && IsTypeOf(inner.Node("arg")) && IsText(node) => inner,
        _ => node,
    });

    public static ParseNode Shorten(ParseNode statement) => statement.Rewrite(static node =>
        node.Kind == "FuncCall"
            && node.Text("funcformat") == "COERCE_EXPLICIT_CALL"
            && node.Names("funcname") is ["pg_catalog", var name]
            && AllowLists.Functions.Contains(name)
            ? node.With("funcname", new[] { Part(name) })
            : node);

    private static ParseNode TypeAsText(ParseNode call) => IsTypeOf(call) ? AsText.With("arg", call) : call;

    private static bool IsTypeOf(ParseNode? node) => node?.Kind == "FuncCall" && node.Names("funcname") is ["pg_catalog", "pg_typeof"];

    private static bool IsText(ParseNode cast) =>
        cast.Node("typeName") is { } type && !type.Has("arrayBounds") && type.Names("names") is ["text"] or ["pg_catalog", "text"];

    private static ParseNode Part(string name) => new("String", [new ParseField("sval", name)]);
}
