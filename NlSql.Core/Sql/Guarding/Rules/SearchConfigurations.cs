using System.Text.RegularExpressions;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Names of text search configurations: <c>to_tsvector('english', x)</c> needs them, and a number cast to one, or a name with a schema, would tell which
/// there are in schemas that may not be read.
/// </summary>
internal sealed partial class SearchConfigurations(GuardScope scope)
{
    private static readonly HashSet<string> Takers = new(StringComparer.Ordinal)
    {
        "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "json_to_tsvector", "jsonb_to_tsvector", "ts_headline",
    };

    /// <summary>Casts that stand where a configuration belongs; anywhere else one would be a value, beside which a literal is looked up as one.</summary>
    private readonly HashSet<ParseNode> expected = [];

    /// <summary>Asked of every node before those below it.</summary>
    public Violation? Check(ParseNode node) => node.Kind switch
    {
        "FuncCall" when Takers.Contains(node.Names("funcname")[^1]) && node.List("args") is [var first, _, ..] => Argument(node, first),
        "TypeCast"
            when Type(node) is "text" && node.Node("arg") is { Kind: "TypeCast" } name && Type(name) is "regconfig" && name.Node("arg")?.Kind == "A_Const" =>
            Argument(node, name),
        "TypeCast" when Type(node) is "regconfig" or "_regconfig" => expected.Contains(node) ? null : Refused(node),
        "ColumnDef" or "JsonTableColumn" or "JsonOutput" when Type(node) is "regconfig" or "_regconfig" => Refused(node),
        _ => null,
    };

    private static string? Type(ParseNode node) => node.Node("typeName")?.Names("names")[^1];

    private Violation? Argument(ParseNode taker, ParseNode first)
    {
        switch (first.Kind)
        {
            case "A_Const":
                return first.Node("sval") is { } name ? Named(taker, name.Text("sval")) : Refused(taker);
            case "TypeCast" when Type(first) is "regconfig" && !first.Node("typeName")!.Has("arrayBounds"):
                expected.Add(first);
                return Cast(first, first.Node("arg")!);
            case "TypeCast" when Type(first) is "oid" or "int2" or "int4" or "int8":
                return Refused(taker);
            default:
                return null;
        }
    }

    /// <summary>A constant text is looked at; what a column holds is data.</summary>
    private Violation? Cast(ParseNode cast, ParseNode value) => value.Kind switch
    {
        "A_Const" when value.Node("sval") is { } name => Named(cast, name.Text("sval")),
        "ColumnRef" => null,
        _ => Refused(cast),
    };

    private Violation? Named(ParseNode node, string name)
    {
        if (QualifiedName().Match(name.Trim()) is not { Success: true } parts)
        {
            return char.IsAsciiDigit(name.Trim().FirstOrDefault()) && node.Kind == "TypeCast" ? Refused(node) : null;
        }

        var schema = parts.Groups["schema"].Value.Trim('"');
        var isAllowed = schema == "pg_catalog" || (!RelationRules.IsSystemSchema(schema) && scope.AllowedSchemas.Contains(schema, StringComparer.Ordinal));
        return isAllowed ? null : Refused(node);
    }

    private static Violation Refused(ParseNode node) => new(
        GuardRules.TypeNotListed,
        "A text search configuration must be named as a constant, without a schema or with one that may be read.",
        node);

    /// <summary><c>schema.name</c>, each part plain or in double quotes.</summary>
    [GeneratedRegex("""^(?<schema>"[^"]+"|[^\s".]+)\s*\.\s*("[^"]+"|[^\s".]+)$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedName();
}
