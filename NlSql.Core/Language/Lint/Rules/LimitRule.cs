using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>LIMIT without ORDER BY: PostgreSQL gives whatever rows it comes across first.</summary>
internal sealed class LimitRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        var nodes = TreeWalk.All(item.Statement);
        item.Reading.Steps.Take(nodes.Count);
        var asked = nodes
            .Where(node => node.Kind == "SubLink" && node.Text("subLinkType") == "EXISTS_SUBLINK")
            .Select(node => node.Node("subselect")!).ToHashSet();
        foreach (var select in item.Reading.Selects.Where(select => IsCut(select) && !select.Has("sortClause") && !asked.Contains(select)))
        {
            var query = item.Reading.QueryOf(select);
            if (query is not null && (query.Sources.Count == 0 || (query.IsGrouped && query.Groups.Count == 0) || IsSortedWithin(query)))
            {
                continue;
            }

            var count = select.Node("limitCount")!;
            yield return new LintWarning(
                LintRules.LimitWithoutOrder,
                $"LIMIT {item.Text(count)} without ORDER BY: which rows come is left to PostgreSQL and can change from run to run.",
                "Say by ORDER BY which rows come first.")
            {
                Sql = Order(item.Reading, select) is { Length: > 0 } order ? item.With(select, select.With("sortClause", order)) : null,
            };
        }
    }

    private static bool IsCut(ParseNode select) => select.Node("limitCount") is { } count && !(count.Kind == "A_Const" && count.Flag("isnull"));

    private static bool IsSortedWithin(LintQuery query) => query.Sources is [{ Body.Parts: [var inner] }] && inner.Node.Has("sortClause");

    /// <summary>
    /// The key of the first table, so that the order is one; the first column where there is none. DISTINCT ON has to be sorted by its own expressions first.
    /// Nothing where that cannot be sorted by, as json cannot; no key where a function of the result may be an aggregate, which leaves no row of the table.
    /// </summary>
    private static ParseNode[] Order(StatementReading reading, ParseNode select)
    {
        var query = reading.QueryOf(select);
        var distinct = select.List("distinctClause").Where(value => value.Kind != ParseTreeReader.NullKind).ToList();
        if (query is { MayBeGrouped: false, Sources: [{ Table.Key: { Count: > 0 } columns } source, ..] }
            && (distinct.Count > 0 || !select.Has("distinctClause")))
        {
            return [.. distinct.Concat(columns.Select(column => TreeParts.Column(source.Alias, column.Info.Name))).Select(By)];
        }

        return distinct.Count > 0 ? [.. distinct.Select(By)] : SortableTypes.IsFirst(reading, select) ? [By(TreeParts.Expression("1"))] : [];
    }

    private static ParseNode By(ParseNode value) => new(
        "SortBy",
        [new ParseField("node", value), new ParseField("sortby_dir", "SORTBY_DEFAULT"), new ParseField("sortby_nulls", "SORTBY_NULLS_DEFAULT")]);
}
