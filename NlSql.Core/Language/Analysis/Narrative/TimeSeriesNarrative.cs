using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>One row per period: development, extremes, latest change, years compared, what is unfinished or missing.</summary>
internal sealed class TimeSeriesNarrative : INarrative
{
    /// <summary>Changes smaller than this are called level.</summary>
    private const double Level = 0.02;

    public TracedText Headline(Reading reading)
    {
        var series = TimeSeriesPoints.Of(reading);
        var column = reading.Shape.Measure;
        var text = new TracedText().Say("**").QuoteCapital(column.Label).Say(" ");
        var (first, last) = (series.Complete[0], series.Complete[^1]);
        if (series.Complete.Count < 2)
        {
            return text.Say("was ").Cell(column, last.Number).Say($" in {series.Name(last)}.**");
        }

        var relative = first.Number.Value == 0 ? 0 : TracedText.Relative(first.Number.Value, last.Number.Value);
        var verb = last.Number.Value == first.Number.Value || (first.Number.Value != 0 && Math.Abs(relative) < Level) ? "stayed about level, "
            : last.Number.Value > first.Number.Value ? "rose " : "fell ";
        text.Say(verb).Say("from ").Cell(column, first.Number).Say($" in {series.Name(first)} to ").Cell(column, last.Number).Say($" in {series.Name(last)}");
        if (first.Number.Value != 0 && first.Number.Value != last.Number.Value)
        {
            text.Say(" (").Change(column, first.Number, last.Number).Say(")");
        }

        return text.Say(".**");
    }

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        var series = TimeSeriesPoints.Of(reading);
        var column = reading.Shape.Measure;
        var numbers = column.Numbers!;
        var noun = TimeSummary.Noun(series.Grain);
        if (series.Unfinished is { } unfinished)
        {
            yield return new TracedText().Say($"{Capital(series.Name(unfinished))} is not over yet (").Cell(column, unfinished.Number)
                .Say(" so far); it is left out of the comparisons.");
        }

        if (column.IsAdditive)
        {
            yield return new TracedText().Say("In total ").OfColumn(column, numbers.Sum, "sum").Say(reading.InScope + " over ")
                .Rows(series.All.Count, noun).Say(", on average ").OfColumn(column, numbers.Mean, "mean").Say($" per {noun}.");
        }
        else
        {
            yield return new TracedText().Say("On average ").OfColumn(column, numbers.Mean, "mean").Say(", median ")
                .OfColumn(column, numbers.Median, "median").Say(" over ").Rows(series.All.Count, noun).Say(".");
        }

        if (series.Complete.Count > 2)
        {
            var (high, low) = (series.Complete.MaxBy(point => point.Number.Value)!, series.Complete.MinBy(point => point.Number.Value)!);
            yield return new TracedText().Say($"Highest in {series.Name(high)} (").Cell(column, high.Number)
                .Say($"), lowest in {series.Name(low)} (").Cell(column, low.Number).Say(").");
            if (Latest(series, column) is { } latest)
            {
                yield return latest;
            }
        }

        foreach (var bullet in YearsCompared(series, column).Concat(Trend(series, column)).Concat(Unusual(series, column)).Concat(Gaps(reading, series)))
        {
            yield return bullet;
        }

        foreach (var other in reading.Shape.Measures.Skip(1).Take(2).Where(other => other.Numbers is { Values.Count: > 1 }))
        {
            var summary = other.Numbers!;
            yield return new TracedText().QuoteCapital(other.Label).Say(" lies between ").Cell(other, summary.Minimum).Say(" and ").Cell(other, summary.Maximum)
                .Say(other.IsAdditive ? ", in total " : ", on average ")
                .OfColumn(other, other.IsAdditive ? summary.Sum : summary.Mean, other.IsAdditive ? "sum" : "mean").Say(".");
        }
    }

    public IEnumerable<string> FollowUps(Reading reading)
    {
        var series = TimeSeriesPoints.Of(reading);
        var column = reading.Shape.Measure;
        if (series.Complete.Count == 0 || !FollowUpQuestions.CanName(column))
        {
            yield break;
        }

        var years = series.Complete.Select(point => point.Time.Year).Distinct().ToList();
        if (series.Grain is TimeGrain.Month or TimeGrain.Week or TimeGrain.Day or TimeGrain.Quarter && years.Count > 1)
        {
            yield return FollowUpQuestions.Ask(column, "by year");
        }

        if (series.Grain is TimeGrain.Week or TimeGrain.Day)
        {
            yield return FollowUpQuestions.Ask(column, "by month");
        }

        if (series.Grain == TimeGrain.Year)
        {
            yield return FollowUpQuestions.Ask(column, FormattableString.Invariant($"by month in {years[^1]}"));
        }

        if (series.Grain is TimeGrain.Month or TimeGrain.Quarter && years.Count > 1)
        {
            yield return FollowUpQuestions.Ask(column, FormattableString.Invariant($"in {years[^1]}"));
            yield return FollowUpQuestions.Ask(column, FormattableString.Invariant($"in {years[^2]}"));
        }
    }

    private static TracedText? Latest(TimeSeriesPoints series, ProfiledColumn column)
    {
        var (before, last) = (series.Complete[^2], series.Complete[^1]);
        var yearBefore = series.Grain == TimeGrain.Year ? null : series.Complete.FirstOrDefault(point => point.Time == last.Time.AddYears(-1));
        if (before.Number.Value == 0)
        {
            return null;
        }

        var text = new TracedText().Say($"{Capital(series.Name(last))} is ").Difference(column, before.Number, last.Number).Say($" {series.Name(before)}");
        if (yearBefore is { Number.Value: not 0 } && yearBefore != before)
        {
            text.Say(" and ").Difference(column, yearBefore.Number, last.Number).Say($" {series.Name(yearBefore)}");
        }

        return text.Say(".");
    }

    /// <summary>The last two calendar years that are there with the same number of periods.</summary>
    private static IEnumerable<TracedText> YearsCompared(TimeSeriesPoints series, ProfiledColumn column)
    {
        var perYear = series.Grain switch { TimeGrain.Month => 12, TimeGrain.Quarter => 4, _ => 0 };
        var years = series.Complete.GroupBy(point => point.Time.Year).Where(year => perYear > 0 && year.Count() == perYear).OrderBy(year => year.Key).ToList();
        if (!column.IsAdditive || years.Count < 2)
        {
            yield break;
        }

        var (before, last) = (years[^2].ToList(), years[^1].ToList());
        var (sumBefore, sumLast) = (before.Sum(point => point.Number.Value), last.Sum(point => point.Number.Value));
        if (sumBefore == 0)
        {
            yield break;
        }

        yield return new TracedText().Say(FormattableString.Invariant($"The year {years[^1].Key} came to "))
            .Number(NumberText.Rounded(sumLast), "sum", Cells(last)).Say(", ")
            .Number(TracedText.SignedPercent(TracedText.Relative(sumBefore, sumLast)), "change", [.. Cells(before), .. Cells(last)])
            .Say(FormattableString.Invariant($" against {years[^2].Key} (")).Number(NumberText.Rounded(sumBefore), "sum", Cells(before)).Say(").");

        List<CellReference> Cells(List<TimePoint> points) => [.. points.Select(point => new CellReference(point.Number.Row, column.Index))];
    }

    private static IEnumerable<TracedText> Trend(TimeSeriesPoints series, ProfiledColumn column)
    {
        if (series.Trend() is { } trend && trend.Slope != 0)
        {
            yield return new TracedText().Say($"The trend is {(trend.Slope > 0 ? "upward" : "downward")}: about ")
                .Number(NumberText.Rounded(Math.Abs(trend.Slope)), "trend (least squares)", new CellReference(-1, column.Index))
                .Say($" {(trend.Slope > 0 ? "more" : "less")} with each {TimeSummary.Noun(series.Grain)}, which explains ")
                .Number(NumberText.Percent(trend.Explained), "r squared", new CellReference(-1, column.Index)).Say(" of the variation.");
        }
    }

    private static IEnumerable<TracedText> Unusual(TimeSeriesPoints series, ProfiledColumn column)
    {
        var unusual = column.Numbers!.Outliers.Where(value => series.Unfinished?.Number.Row != value.Row).Take(3).ToList();
        if (unusual.Count == 0)
        {
            yield break;
        }

        var text = new TracedText().Say("Far from the rest: ");
        for (var i = 0; i < unusual.Count; i++)
        {
            text.Say(i == 0 ? string.Empty : ", ").Say(series.Name(series.All.First(point => point.Number.Row == unusual[i].Row)))
                .Say(" (").Cell(column, unusual[i]).Say(")");
        }

        yield return text.Say(".");
    }

    private static IEnumerable<TracedText> Gaps(Reading reading, TimeSeriesPoints series)
    {
        var gaps = reading.Shape.Time!.Times!.Gaps;
        if (gaps.Count > 0)
        {
            yield return new TracedText().Say("No row for ").Rows(gaps.Count, TimeSummary.Noun(series.Grain)).Say(" in between: ")
                .Say(string.Join(", ", gaps.Take(4).Select(gap => TimeSummary.Name(gap, series.Grain)))).Say(gaps.Count > 4 ? ", ..." : string.Empty).Say(".");
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
