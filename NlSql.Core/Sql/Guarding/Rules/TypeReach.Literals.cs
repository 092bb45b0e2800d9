using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Literals that become values of a column's type by standing beside one.</summary>
internal sealed partial class TypeReach
{
    private readonly Dictionary<ParseNode, bool> texts = [];
    private readonly Dictionary<CodeOfType, CodeOfType> held = [];
    private bool? takesLiterals;

    /// <summary>A literal beside an array, a row or a range is made into one.</summary>
    private Violation? Literals(ParseNode node)
    {
        if (!(Computes(node) || IsSet(node)) || IsWriter(node) || !(takesLiterals ??= rows.Any(code => code.Making is not null)))
        {
            return null;
        }

        // hstore's row #= pairs fills a row in.
        var populates = node.Kind == "FuncCall"
            ? node.Names("funcname")[^1].Contains("_populate_record", StringComparison.Ordinal)
            : node.Kind == "A_Expr" && node.Names("name") is [.., "#="];
        return (populates || HoldsText(node)) && In(node).FirstOrDefault(TakesLiterals) is { Making: { } making }
            ? new(
                GuardRules.TypeForeign,
                $"A literal beside a value of a column's type can run {making}, which lies outside pg_catalog and the site has not listed.",
                node)
            : null;
    }

    /// <summary>
    /// What holds such values: an array, beside which a literal is made into one of the domain, as is an argument of functions that give what they are given,
    /// <c>lag(zip, 1, 'x')</c>. Beside a plain value of a domain PostgreSQL takes a literal for the type beneath.
    /// </summary>
    private bool Holds(ParseNode node) => node.Kind switch
    {
        "A_ArrayExpr" => true,
        "SubLink" => node.Text("subLinkType") == "ARRAY_SUBLINK",
        "FuncCall" => Gives(node.Names("funcname"), node.List("args").Count),
        _ => false,
    };

    /// <summary>Listed functions of extensions give nothing that they are given, and of PostgreSQL's own few do.</summary>
    private bool Gives(string[] names, int arguments)
    {
        var name = names[^1];
        var isSystem = (names is [_] or ["pg_catalog", _]) && AllowLists.Functions.Contains(name);
        return name switch
        {
            "lag" or "lead" when isSystem => arguments > 2,
            "width_bucket" => true,
            _ when name.StartsWith("array_", StringComparison.Ordinal) => true,
            _ => !isSystem && !(names is [var schema, _] ? scope.Extensions.Has(schema, name) : scope.Extensions.Has(name)),
        };
    }

    /// <summary>Takes texts beside values of whatever type, and makes none of them into one.</summary>
    private static bool IsWriter(ParseNode node) =>
        node.Kind == "FuncCall" && node.Names("funcname")[^1] is "array_to_string" or "concat" or "concat_ws" or "format" or "string_agg";

    private IReadOnlySet<CodeOfType> Held(IReadOnlySet<CodeOfType> codes) => codes.Any(code => code is { Making: not null, TakesLiterals: false })
        ? codes.Select(code => held.TryGetValue(code, out var known) ? known : held[code] = code with { TakesLiterals = true }).ToHashSet()
        : codes;

    private static bool TakesLiterals(CodeOfType code) => code is { TakesLiterals: true, Making: not null };

    private bool HoldsText(ParseNode node)
    {
        switch (node.Kind)
        {
            case "A_Const":
                return node.Has("sval") || node.Flag("isnull");
            case "ColumnRef" or "String":
                return false;
        }

        if (!texts.TryGetValue(node, out var isHeld))
        {
            foreach (var child in node.Children)
            {
                isHeld = isHeld || HoldsText(child);
            }

            texts[node] = isHeld;
        }

        return isHeld;
    }
}
