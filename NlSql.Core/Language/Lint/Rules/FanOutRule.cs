using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema.Keys;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>
/// A sum, count or average of a table whose rows a join repeats. What is grouped by has one value in a group, so that figures by the other table are right; a
/// count of a thing within its own group counts what it meets.
/// </summary>
internal sealed class FanOutRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries.Where(query => query.Sources.Count > 1))
        {
            var groups = query.Groups.Select(query.Find).OfType<LintColumn>().ToList();
            var isChasm = new Lazy<bool>(() => !query.Rows.HasGrain(groups));
            foreach (var call in query.Own.Where(IsAdding).Distinct(new SameTree(query.Steps)))
            {
                if (Warning(item, query, groups, call, isChasm) is { } warning)
                {
                    yield return warning;
                }
            }
        }
    }

    private static bool IsAdding(ParseNode node) => node.Kind == "FuncCall" && !node.Has("over") && !node.Flag("agg_distinct")
        && node.Names("funcname")[^1] is "sum" or "avg" or "count";

    private static LintWarning? Warning(
        LintCase item, LintQuery query, IReadOnlyCollection<LintColumn> groups, ParseNode call, Lazy<bool> isChasm)
    {
        var rows = query.Rows;
        var name = call.Names("funcname")[^1];
        List<LintColumn> values = [];
        foreach (var value in call.List("args").SelectMany(AddedValues.Of))
        {
            if (query.Columns(value) is not { } columns)
            {
                return null;
            }

            // How many rows are marked is a share of the rows that there are.
            values.AddRange(columns.Where(column => column.Base is not { Info.Kind: ColumnKind.Boolean } and not { Flag: not null }));
        }

        if (values.Count == 0)
        {
            return null;
        }

        var counted = values.Select(value => value.Source).Distinct().ToList();
        if (name != "sum" && counted.TrueForAll(source => rows.IsPinned(source, groups)))
        {
            return null;
        }

        // An average stays what it is where every row of a group is repeated as often.
        var several = rows.Several(counted, groups).Where(met => met.By.Count > 0 && !(name == "avg" && rows.IsBoundBy(met.Source, groups)));
        if (several.FirstOrDefault() is not { Source: { } repeating, By: var by } || counted.TrueForAll(source => IsLookup(source, repeating)))
        {
            return null;
        }

        var shown = item.Text(call);
        var thing = NodeText.And(counted.Select(source => source.Name).Distinct());
        var message = $"{shown} takes a row of {thing} once for each row of {repeating.Name} that it meets: {Evidence(repeating, by)}.";
        if (isChasm.Value)
        {
            return new LintWarning(
                LintRules.Chasm,
                $"{message} The branches of this join multiply each other.",
                "Aggregate each branch in a sub-query of its own, and join the sums.");
        }

        return Fixed(item, query, call, name, counted, values, message, repeating);
    }

    /// <summary>What a code stands for belongs to each row that has the code: the points of a grade.</summary>
    private static bool IsLookup(LintSource source, LintSource repeating) =>
        source.Table is { } table && repeating.Table?.Columns.Any(column => column.Lookup?.Table == table) == true;

    private static LintWarning Fixed(
        LintCase item,
        LintQuery query,
        ParseNode call,
        string name,
        List<LintSource> counted,
        List<LintColumn> values,
        string message,
        LintSource repeating)
    {
        if (name == "count" && counted is [{ Table.Key: [var key] } only])
        {
            var isKey = values is [var value] && value.Base == key && TreeWalk.Uncast(call.List("args")[0]).Kind == "ColumnRef";
            var alias = $"count(DISTINCT {Identifier.Quote(only.Alias)}.{Identifier.Quote(key.Info.Name)})";
            return new LintWarning(LintRules.FanOut, message, $"Use {alias} if rows of {only.Name} are meant.")
            {
                Sql = isKey ? item.WithAll(query, call, call.With("agg_distinct", true)) : null,
            };
        }

        return new LintWarning(
            LintRules.FanOut,
            message,
            $"Aggregate {NodeText.And(counted.Select(source => source.Name))} before joining {repeating.Name}, or ask for {repeating.Name} with EXISTS.");
    }

    private static string Evidence(LintSource source, IReadOnlyList<string> by)
    {
        var columns = NodeText.And(by.Select(column => $"{source.Name}.{column}"));
        if (source.Table is { } table && by is [var only] && table.Columns.FirstOrDefault(c => c.Info.Name == only) is { } column
            && Uniqueness.Of(table, [column]) is { IsUnique: false, Reason: var reason })
        {
            return $"{columns} repeats, {reason}";
        }

        var rows = source.Table?.Info.RowEstimate is { } count and > 0 ? $" ({NodeText.Rows(count)})" : "";
        return $"{columns} is no key of {source.Name}{rows}";
    }
}
