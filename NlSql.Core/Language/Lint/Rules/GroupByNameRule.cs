using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>Groups by the name of a thing where several things have the same one: their figures come out as one.</summary>
internal sealed class GroupByNameRule : ILintRule
{
    /// <summary>Different values by rows. A column that repeats more than that is a kind of thing rather than a name.</summary>
    private const double Nearly = 0.8;

    /// <summary>Of fewer rows a few that share a name tell nothing.</summary>
    private const int TellingRows = 20;

    private const double AllDistinct = 0.99;

    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries.Where(query => query.Groups.Count > 0 && query.Own.Any(CallKinds.IsAggregate)))
        {
            var groups = query.Groups.Select(query.Find).OfType<LintColumn>().ToList();
            foreach (var name in groups.Where(group => group.Source.Table is not null))
            {
                if (name.Base is { } column && IsShared(column)
                    && !query.Rows.IsPinned(name.Source, groups)
                    && !groups.Exists(group => group != name && group.Source == name.Source && group.Base!.IsForeignKey))
                {
                    yield return Warning(item, query, name, column);
                }
            }
        }
    }

    private static LintWarning Warning(LintCase item, LintQuery query, LintColumn name, ColumnNode column)
    {
        var table = column.Table;
        var (rows, distinct) = (table.Info.RowEstimate!.Value, column.Info.Statistics.DistinctCount!.Value);
        var key = table.Key[0];
        var isPlain = query.Node.List("groupClause").All(group => group.Kind != "GroupingSet");
        var grouped = query.Node.List("groupClause").Append(TreeParts.Column(name.Source.Alias, key.Info.Name)).ToArray();
        return new LintWarning(
            LintRules.GroupByName,
            FormattableString.Invariant(
                $"{column} is no key: {rows:N0} rows have about {distinct:N0} different ones, and {table.Name} of the same name come out as one group."),
            $"Group by {Identifier.Quote(name.Source.Alias)}.{Identifier.Quote(key.Info.Name)} as well.")
        {
            Sql = isPlain ? item.With(query.Node, query.Node.With("groupClause", grouped)) : null,
        };
    }

    private static bool IsShared(ColumnNode column) => DisplayColumns.MayRepeat(column)
        && column.Table.Info.RowEstimate is >= TellingRows and var rows
        && column.Info.Statistics.DistinctCount is { } distinct
        && distinct >= rows * Nearly
        && distinct < rows * AllDistinct * (1 - (column.Info.Statistics.NullFraction ?? 0));
}
