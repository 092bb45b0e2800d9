using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"the top 3 products of each category", "for each store the employee with the most orders": the limit holds inside each group.</summary>
internal sealed class TopPerGroupShape : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        if (intent.Limit is null || intent.Sorts.Count == 0)
        {
            return;
        }

        var each = Enumerable.Range(0, context.Items.Count).Where(i => context.IsCue(i, CueKind.Each)).ToList();
        if (each.Count == 0)
        {
            return;
        }

        foreach (var i in each)
        {
            // Where nothing is counted the breakdown was not read as one.
            if (GroupReader.Key(context, i + 1) is { } key)
            {
                intent.Groups.Add(key);
                context.Use(i + 1, TermText.Of(key));
            }
            else if (intent.Groups.Count == 0 && Asked(context, i + 1) is { } asked)
            {
                intent.Groups.Add(asked);
            }

            context.Use(i);
        }

        var ranked = intent.Targets.Where(t => !t.IsAggregate && !intent.Groups.Contains(t)).ToList();
        if (intent.Groups.Count == 0 || ranked.Count == 0)
        {
            return;
        }

        intent.IsLimitPerGroup = true;
        var groups = string.Join(" and ", intent.Groups.Select(TermText.Of));
        context.Items[each[0]].Meaning =
            $"the first {intent.Limit} by {TermText.Of(intent.Sorts[0].Term)} within each {groups}; rows that are equal share a place";
    }

    /// <summary>What was taken for something to be shown.</summary>
    private static Term? Asked(ParseContext context, int i) =>
        context.IsTable(i) && context.TableOf(i) is { } table && table != context.Subject ? new EntityTerm(table)
        : context.Intent.Targets.FirstOrDefault(t => t is ColumnTerm column && context.At(i)?.Columns.Any(c => c.Column == column.Column) == true);
}
