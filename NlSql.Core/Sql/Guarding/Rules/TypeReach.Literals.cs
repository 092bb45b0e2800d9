using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Literals that become values of a column's type by standing beside one.</summary>
internal sealed partial class TypeReach
{
    private readonly Dictionary<ParseNode, bool> texts = [];
    private bool? takesLiterals;

    /// <summary>A literal beside an array, a row or a range is made into one.</summary>
    private Violation? Literals(ParseNode node)
    {
        if (!(Computes(node) || IsSet(node)) || !(takesLiterals ??= rows.Any(TakesLiterals)))
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
