namespace NlSql.Core.Language.Lint.Rules;

/// <summary>count(column), which leaves out the rows where it is NULL. After an outer join that is what it is used for.</summary>
internal sealed class CountNullsRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries)
        {
            foreach (var call in query.Own.Where(node => node.Kind == "FuncCall" && node.Names("funcname")[^1] == "count" && !node.Flag("agg_distinct")))
            {
                if (call.List("args") is [{ Kind: "ColumnRef" } argument]
                    && query.Find(argument) is { IsOptional: false, Base: { Info.Statistics.NullFraction: > 0 and var share } column } found
                    && !query.Conditions.Exists(condition => query.Columns(condition)?.Contains(found) == true)
                    && !query.Merged.Exists(pair => pair.Left == found || pair.Right == found))
                {
                    yield return new LintWarning(
                        LintRules.CountNulls,
                        FormattableString.Invariant(
                            $"{item.Text(call)} leaves out the rows in which {column} is NULL, which are {share:P1} of {column.Table.Name}."),
                        "Use count(*) if every row counts.")
                    {
                        Sql = item.WithAll(query, call, call.With("args", null).With("agg_star", true)),
                    };
                }
            }
        }
    }
}
