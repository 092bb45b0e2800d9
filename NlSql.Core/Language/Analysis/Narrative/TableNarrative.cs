using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>Rows as they are, a single column included: how many, which period, the size of the measures, the most frequent values.</summary>
internal sealed class TableNarrative : INarrative
{
    public TracedText Headline(Reading reading)
    {
        var rows = reading.Profile.Rows.Count;
        var text = new TracedText().Say("**");
        if (reading.Shape.Kind == ShapeKind.List
            && reading.Profile.Columns[0] is { Role: ColumnRole.Category or ColumnRole.Identifier, Nulls: 0 } only
            && only.Distinct == rows)
        {
            return text.Rows(rows, only.Noun).Say(reading.InScope).Say(only.Distinct <= 5 ? string.Empty : ", each once").Say(".**");
        }

        text = reading.Scope.Length > 0 ? text.Say("The first ").Rows(rows, "row") : text.Rows(rows, "row");
        if (reading.Profile.Times.FirstOrDefault() is { Times: { } times } time && times.First.Value != times.Last.Value)
        {
            text.Say(" with ")
                .Quote(time.Label)
                .Say($" from {TimeSummary.Name(times.First.Value, times.Grain)} to {TimeSummary.Name(times.Last.Value, times.Grain)}");
        }

        return text.Say(".**");
    }

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        foreach (var column in reading.Profile.Measures.Take(3))
        {
            var numbers = column.Numbers!;
            var text = new TracedText()
                .QuoteCapital(column.Label)
                .Say(" lies between ")
                .Cell(column, numbers.Minimum)
                .Say(" and ")
                .Cell(column, numbers.Maximum)
                .Say(", on average ").OfColumn(column, numbers.Mean, "mean").Say(", median ").OfColumn(column, numbers.Median, "median");
            yield return (column.IsAdditive ? text.Say("; in total ").OfColumn(column, numbers.Sum, "sum") : text).Say(".");
            if (numbers.Outliers.Count > 0)
            {
                yield return new TracedText().Number(
                    NumberText.Count(numbers.Outliers.Count),
                    "count",
                    [.. numbers.Outliers.Select(value => new CellReference(value.Row, column.Index))])
                    .Say($" value{(numbers.Outliers.Count == 1 ? string.Empty : "s")} of ")
                    .Quote(column.Label)
                    .Say(numbers.Outliers.Count == 1 ? " lies" : " lie")
                    .Say(" far from the rest, the farthest is ").Cell(column, numbers.Outliers[0]).Say(".");
            }
        }

        foreach (var column in reading.Profile.Categories.Where(column => column.Values.Count > 0).Take(3))
        {
            yield return Category(column);
        }

        if (reading.Shape.Measures is [var first, var second, ..]
            && NumericSummary.Correlation(first.Numbers!, second.Numbers!) is { } correlation
            && Math.Abs(correlation) >= 0.6)
        {
            yield return new TracedText()
                .QuoteCapital(first.Label)
                .Say(" and ")
                .Quote(second.Label)
                .Say($" move {(correlation > 0 ? "together" : "against each other")} (correlation ")
                .Number(
                    NumberText.Rounded(Math.Round(correlation, 2)),
                    "correlation",
                    new CellReference(-1, first.Index),
                    new CellReference(-1, second.Index)).Say(").");
        }
    }

    public IEnumerable<string> FollowUps(Reading reading)
    {
        if (reading.Profile.Categories.FirstOrDefault(column => column.Distinct < column.Rows && column.Distinct > 1) is { } category)
        {
            yield return reading.Profile.Measures.FirstOrDefault() is { IsAdditive: true } measure
                ? $"What is the total {measure.Label} by {category.Noun}?"
                : $"How many are there by {category.Noun}?";
        }

        if (reading.Profile.Times.FirstOrDefault() is { Distinct: > 1 })
        {
            yield return "How many are there by month?";
        }
    }

    private static TracedText Category(ProfiledColumn column)
    {
        var text = new TracedText().QuoteCapital(column.Label).Say(": ");
        if (column.Values[0].Count == 1)
        {
            text.Say(column.Distinct <= 5 ? "namely " : "the first are ");
            return text.Quotes([.. column.Values.Take(5).Select(value => value.Value)]).Say(".");
        }

        if (column.Distinct == 1)
        {
            return text.Say("always ").Quote(column.Values[0].Value).Say(".");
        }

        var most = column.Values[0];
        return text.Number(NumberText.Count(column.Distinct), "distinct", new CellReference(-1, column.Index))
            .Say(" different; most often ")
            .Quote(most.Value)
            .Say(" (")
            .Number(NumberText.Count(most.Count), "count", new CellReference(-1, column.Index)).Say(" rows, ")
            .Number(NumberText.Percent((double)most.Count / column.Rows), "share", new CellReference(-1, column.Index)).Say(").");
    }
}
