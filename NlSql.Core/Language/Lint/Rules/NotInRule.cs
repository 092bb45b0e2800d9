using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>NOT IN (SELECT ...) where a NULL among the values makes the whole condition unknown, so that no row is left.</summary>
internal sealed class NotInRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries)
        {
            foreach (var not in query.Own)
            {
                if (Denied(not) is { } link
                    && item.Reading.QueryOf(link.Node("subselect")!) is { } inner
                    && inner.Node.List("targetList") is [var target]
                    && inner.Find(target.Node("val")!) is { } column
                    && CanBeNull(column, inner))
                {
                    yield return Warning(item, query, not, link, inner, column);
                }
            }
        }
    }

    private static LintWarning Warning(LintCase item, LintQuery query, ParseNode not, ParseNode link, LintQuery inner, LintColumn column)
    {
        var table = column.Base?.Table.Name ?? column.Source.Name;
        var why = column.IsOptional ? "an outer join leaves it empty where nothing matches"
            : column.Base?.Info.Statistics.NullFraction is { } share and > 0 ? FormattableString.Invariant($"it is NULL in {share:P1} of {table}")
            : "nothing keeps it from being NULL";
        var message = $"NOT IN gives no row at all as soon as one {table}.{column.Name} is NULL, and {why}.";
        var tested = link.Node("testexpr") is { } test && query.Find(test) is { Base.Info.IsNullable: false, IsOptional: false } known ? known : null;
        var isPlain = !inner.IsGrouped && !inner.Node.Has("limitCount") && !inner.Node.Has("limitOffset")
            && !inner.Node.Has("distinctClause");
        if (tested is not null && isPlain && !inner.Sources.Exists(source => source.Alias == tested.Source.Alias))
        {
            var equal = TreeParts.Expression(
                "arg1 = arg2", TreeParts.Column(column.Source.Alias, column.Name), TreeParts.Column(tested.Source.Alias, tested.Name));
            var asked = TreeParts.Expression("EXISTS (SELECT 1)");
            var one = asked.Node("subselect")!.List("targetList");
            var there = asked.With("subselect", Conditions.Added(inner.Node, equal).With("targetList", one.ToArray()));
            var exists = TreeParts.Expression("NOT arg1", there);
            return new LintWarning(LintRules.NotInNull, message, "Use NOT EXISTS.") { Sql = item.With(not, exists) };
        }

        var filled = TreeParts.Expression("arg1 IS NOT NULL", inner.Node.List("targetList")[0].Node("val")!);
        return new LintWarning(LintRules.NotInNull, message, "Leave the NULLs out of the sub-select, or use NOT EXISTS.")
        {
            Sql = isPlain ? item.With(inner.Node, Conditions.Added(inner.Node, filled)) : null,
        };
    }

    private static ParseNode? Denied(ParseNode node) => node.Kind == "BoolExpr" && node.Text("boolop") == "NOT_EXPR"
        && node.List("args") is [{ Kind: "SubLink" } link] && link.Text("subLinkType") == "ANY_SUBLINK" && !link.Has("operName") ? link : null;

    /// <summary>Statistics that know of none are believed; a condition of the sub-select that NULL does not pass leaves none.</summary>
    private static bool CanBeNull(LintColumn column, LintQuery inner) =>
        (column.IsOptional || (column.Base is { Info: { IsNullable: true, Statistics.NullFraction: null or > 0 } }))
        && !inner.Conditions.Exists(condition => !IsNullTest(condition) && !Keeps(condition)
            && TreeWalk.Within(condition).Any(node => inner.Find(node) == column));

    private static bool IsNullTest(ParseNode condition) => condition.Kind == "NullTest" && condition.Text("nulltesttype") == "IS_NULL";

    /// <summary>OR and COALESCE can let NULL through.</summary>
    private static bool Keeps(ParseNode condition) => TreeWalk.Within(condition)
        .Any(node => node.Kind is "CoalesceExpr" or "CaseExpr" || (node.Kind == "BoolExpr" && node.Text("boolop") == "OR_EXPR"));
}
