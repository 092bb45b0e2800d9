using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>Tables in one FROM that no condition brings together, so that every row meets every row. CROSS JOIN and ON TRUE are meant so.</summary>
internal sealed class JoinWithoutKeyRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries.Where(query => query.Sources.Count > 1))
        {
            var groups = Groups(item.Reading, query);
            groups.RemoveAll(group => group.TrueForAll(source => source.IsUnknown || query.Rows.IsPinned(source, []))
                || group.Exists(source => IsChosen(source, query)));
            for (var i = 1; i < groups.Count; i++)
            {
                yield return Apart(item, query, groups[0], groups[i]);
            }

            foreach (var condition in query.Conditions.Where(condition => TreeWalk.Operator(condition) == "="))
            {
                if (query.Find(condition.Node("lexpr")!) is { Source.Table: not null } left
                    && query.Find(condition.Node("rexpr")!) is { Source.Table: not null } right
                    && KeyInstead(item.Graph, left, right) is { } key)
                {
                    yield return Unrelated(item, query, condition, left, right, key);
                }
            }
        }
    }

    /// <summary>A sub-query says which of its rows are meant: that with the greatest total beside that with the least.</summary>
    private static bool IsChosen(LintSource source, LintQuery query) => query.Conditions.Exists(condition => TreeWalk.Operator(condition) == "="
        && (condition.Node("lexpr")!.Kind == "SubLink" || condition.Node("rexpr")!.Kind == "SubLink")
        && query.Columns(condition)?.Any(column => column.Source == source) == true);

    private static LintWarning Apart(LintCase item, LintQuery query, List<LintSource> one, List<LintSource> other)
    {
        var found = (from left in one
                     from right in other
                     where right.Table is not null
                     from edge in left.Table is { } table ? item.Graph.EdgesOf(table) : []
                     where edge.Other(left.Table!) == right.Table && !edge.IsSelfReference
                     select (left, right, edge)).ToList();
        var pairs = one[0].Table?.Info.RowEstimate * other[0].Table?.Info.RowEstimate is { } count and > 0
            ? FormattableString.Invariant($", {count:N0} pairs") : "";
        var message = $"Nothing joins {other[0].Name} to {one[0].Name}: every row of one meets every row of the other{pairs}.";
        if (found is not [var (from, to, key), ..])
        {
            return new LintWarning(LintRules.JoinWithoutKey, message, "Join them by a key, or write CROSS JOIN if all pairs are meant.");
        }

        var condition = Condition(from, to, key);
        return new LintWarning(LintRules.JoinWithoutKey, message, $"Join them by {condition}.")
        {
            // In WHERE it would take away the rows that an outer join keeps.
            Sql = found.Count == 1 && !from.IsOptional && !to.IsOptional
                ? item.With(query.Node, Conditions.Added(query.Node, TreeParts.Expression(condition)))
                : null,
        };
    }

    private static LintWarning Unrelated(LintCase item, LintQuery query, ParseNode condition, LintColumn left, LintColumn right, KeyEdge key)
    {
        var joined = Condition(left.Source, right.Source, key);
        return new LintWarning(
            LintRules.JoinWithoutKey,
            $"{left.Base} and {right.Base} number rows of two tables that have nothing to do with each other; the key between them is {key}.",
            $"Join them by {joined}.")
        {
            Sql = item.WithAll(query, condition, TreeParts.Expression(joined)),
        };
    }

    /// <summary>The key between two tables whose own row numbers are compared instead.</summary>
    private static KeyEdge? KeyInstead(SchemaGraph graph, LintColumn left, LintColumn right)
    {
        var (one, other) = (left.Source.Table!, right.Source.Table!);
        if (one == other || one.Key is not [var first] || other.Key is not [var second] || left.Base != first || right.Base != second
            || first.IsForeignKey || second.IsForeignKey)
        {
            return null;
        }

        var keys = graph.EdgesOf(one).Where(edge => edge.Other(one) == other).ToList();
        return keys is [{ IsDeclared: true } only] ? only : null;
    }

    private static string Condition(LintSource from, LintSource to, KeyEdge key)
    {
        var (many, one) = from.Table == key.Many ? (from, to) : (to, from);
        return string.Join(" AND ", key.ManyColumns.Zip(key.OneColumns, (a, b) => $"{Name(many, a)} = {Name(one, b)}"));

        static string Name(LintSource source, ColumnNode column) => $"{Identifier.Quote(source.Alias)}.{Identifier.Quote(column.Info.Name)}";
    }

    /// <summary>Sources that hang together, by whatever condition.</summary>
    private static List<List<LintSource>> Groups(StatementReading reading, LintQuery query)
    {
        List<List<LintSource>> groups = [.. query.Sources.Select(source => new List<LintSource> { source })];
        foreach (var condition in query.Conditions)
        {
            Unite([.. reading.Reached(condition, query).Where(column => column.Query == query).Select(column => column.Source)]);
            if (TreeWalk.Within(condition).Any(node => node.Kind == "ColumnRef" && query.Find(node) is null))
            {
                // A name that cannot be told can bring any of them together.
                Unite(query.Sources);
            }
        }

        query.Merged.ForEach(pair => Unite([pair.Left.Source, pair.Right.Source]));
        query.Meant.ForEach(pair => Unite([pair.Left, pair.Right]));
        return groups;

        void Unite(List<LintSource> sources)
        {
            var touched = groups.FindAll(group => group.Exists(sources.Contains));
            if (touched.Count > 1)
            {
                touched.Skip(1).ToList().ForEach(group => groups.Remove(group));
                touched[0].AddRange(touched.Skip(1).SelectMany(group => group));
            }
        }
    }
}
