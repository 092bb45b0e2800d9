using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>One row per named thing: who leads, how concentrated it is, how wide the spread, what is unusual.</summary>
internal sealed class RankingNarrative : INarrative
{
    /// <summary>A largest value below this multiple of the smallest is called even.</summary>
    private const double Even = 1.15;

    public TracedText Headline(Reading reading)
    {
        var column = reading.Shape.Measure;
        var label = reading.Shape.Label!;
        if (column.Numbers is not { } numbers)
        {
            return new TracedText().Say("**").Rows(reading.Profile.Rows.Count, "row").Say(", none with a value for ").Quote(column.Label).Say(".**");
        }

        var (top, bottom) = (numbers.Maximum, numbers.Minimum);
        var first = numbers.Values.Where(value => value.Value == top.Value).ToList();
        if (first.Count == numbers.Values.Count && first.Count > 1)
        {
            return new TracedText().Say("**All ").Rows(first.Count, label.Noun).Say(" have the same ").Quote(column.Label).Say(": ").Cell(column, top)
                .Say(".**");
        }

        if (bottom.Value > 0 && top.Value / bottom.Value < Even && numbers.Values.Count > 2)
        {
            return new TracedText().Say("**").QuoteCapital(column.Label).Say(" is nearly the same for all ").Rows(numbers.Values.Count, label.Noun)
                .Say(": from ").Cell(column, bottom).Say(" (").Quote(reading.NameOf(label, bottom.Row)).Say(") to ").Cell(column, top).Say(" (")
                .Quote(reading.NameOf(label, top.Row)).Say(").**");
        }

        var text = new TracedText().Say("**").Quote(reading.NameOf(label, first[0].Row));
        _ = first.Count switch
        {
            1 => text.Say(" has the "),
            2 => text.Say(" and ").Quote(reading.NameOf(label, first[1].Row)).Say(" have the "),
            _ => text.Say(" and ").Number(NumberText.Count(first.Count - 1), "count", CellsOf(column, first)).Say(" others have the "),
        };
        text.Quote(FollowUpQuestions.Counted(column) is { } counted ? $"most {counted}" : $"highest {column.Label}").Say(": ").Cell(column, top);
        if (first.Count > 1)
        {
            return text.Say(" each.**");
        }

        if (HasShares(reading, column) && numbers.Values.Count > 2)
        {
            text.Say(", ").Share(column, top, numbers.Sum).Say(" of ").OfColumn(column, numbers.Sum, "sum");
            text = reading.Scope.Length > 0 ? text.Say(reading.InScope)
                : reading.IsTop ? text.Say(" that these ").Rows(numbers.Values.Count, label.Noun).Say(" have together")
                : text.Say(" for all ").Rows(numbers.Values.Count, label.Noun);
        }

        return text.Say(".**");
    }

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        var column = reading.Shape.Measure;
        var label = reading.Shape.Label!;
        if (column.Numbers is not { Values.Count: > 1 } numbers)
        {
            yield break;
        }

        var ranked = numbers.Values.OrderByDescending(value => value.Value).ToList();
        if (ranked[0].Value == ranked[^1].Value)
        {
            // The headline has said it: nobody follows, and nobody is the lowest.
            foreach (var bullet in OtherMeasures(reading, numbers, label))
            {
                yield return bullet;
            }

            yield break;
        }

        yield return Next(reading, column, label, [.. ranked.Where((value, place) => place == 0 || value.Value < ranked[0].Value)]);
        if (ranked.Count > 2)
        {
            yield return Lowest(reading, column, label, ranked, numbers);
        }

        if (Concentration(reading, column, ranked, numbers.Sum, label) is { } concentration)
        {
            yield return concentration;
        }

        var unusual = numbers.Outliers.Where(value => value.Row != ranked[0].Row).Take(3).ToList();
        if (unusual.Count > 0)
        {
            var text = new TracedText().Say("Also far from the rest: ");
            for (var i = 0; i < unusual.Count; i++)
            {
                text.Say(i == 0 ? string.Empty : ", ").Quote(reading.NameOf(label, unusual[i].Row)).Say(" (").Cell(column, unusual[i]).Say(")");
            }

            yield return text.Say(".");
        }

        foreach (var bullet in Signs(column, ranked, label).Concat(OtherMeasures(reading, numbers, label)))
        {
            yield return bullet;
        }
    }

    public IEnumerable<string> FollowUps(Reading reading)
    {
        var column = reading.Shape.Measure;
        var label = reading.Shape.Label!;
        if (column.Numbers is not { } numbers)
        {
            return [];
        }

        return FollowUpQuestions.AboutRanking(reading, label, column, numbers);
    }

    private static TracedText Lowest(Reading reading, ProfiledColumn column, ProfiledColumn label, List<NumberAt> ranked, NumericSummary numbers)
    {
        var lowest = ranked.Where(value => value.Value == ranked[^1].Value).ToList();
        var text = lowest.Count > 1
            ? new TracedText().Rows(lowest.Count, label.Noun).Say(" have the lowest: ").Cell(column, ranked[^1])
            : new TracedText().Say(reading.IsTop ? "The lowest of these is " : "The lowest is ")
                .Quote(reading.NameOf(label, ranked[^1].Row)).Say(" with ").Cell(column, ranked[^1]);
        return ColumnNames.IsOfGroups(column.Column.Name)
            ? text.Say(".")
            : text.Say("; the average is ").OfColumn(column, numbers.Mean, "mean").Say(", the median ").OfColumn(column, numbers.Median, "median").Say(".");
    }

    private static CellReference[] CellsOf(ProfiledColumn column, List<NumberAt> values) =>
        [.. values.Select(value => new CellReference(value.Row, column.Index))];

    private static bool HasShares(Reading reading, ProfiledColumn column) =>
        !reading.MayOverlap && column.IsAdditive && !column.IsPercent && column.Numbers is { Sum: > 0, Minimum.Value: >= 0 };

    private static TracedText Next(Reading reading, ProfiledColumn column, ProfiledColumn label, List<NumberAt> ranked)
    {
        var text = new TracedText().Quote(reading.NameOf(label, ranked[1].Row)).Say(" follows with ").Cell(column, ranked[1]);
        if (ranked.Count > 2)
        {
            text.Say(", then ").Quote(reading.NameOf(label, ranked[2].Row)).Say(" with ").Cell(column, ranked[2]);
        }

        if (ranked[1].Value > 0 && ranked[0].Value / ranked[1].Value >= 1.5)
        {
            text.Say("; the first is ").Number(NumberText.Rounded(Math.Round(ranked[0].Value / ranked[1].Value, 1)), "ratio",
                new CellReference(ranked[0].Row, column.Index), new CellReference(ranked[1].Row, column.Index)).Say(" times the second");
        }

        return text.Say(".");
    }

    /// <summary>How few make up four fifths, where that is fewer than half; else the share of the first three.</summary>
    private static TracedText? Concentration(Reading reading, ProfiledColumn column, List<NumberAt> ranked, double sum, ProfiledColumn label)
    {
        // The first three of a top ten say nothing of all the others.
        if (!HasShares(reading, column) || ranked.Count < 6 || reading.IsTop)
        {
            return null;
        }

        double reached = 0;
        var few = ranked.TakeWhile(value =>
        {
            var isNeeded = reached < 0.8 * sum;
            reached += isNeeded ? value.Value : 0;
            return isNeeded;
        }).ToList();
        var part = few.Count <= ranked.Count / 2 ? few : ranked.Take(3).ToList();
        IReadOnlyList<CellReference> cells = [.. part.Select(value => new CellReference(value.Row, column.Index)), new CellReference(-1, column.Index)];
        return new TracedText().Say("The first ").Number(NumberText.Count(part.Count), "count", cells).Say(" of ").Rows(ranked.Count, label.Noun)
            .Say(" make up ").Number(NumberText.Percent(part.Sum(value => value.Value) / sum), "share", cells).Say(".");
    }

    private static IEnumerable<TracedText> Signs(ProfiledColumn column, List<NumberAt> ranked, ProfiledColumn label)
    {
        var zeros = ranked.Where(value => value.Value == 0).ToList();
        var negative = ranked.Where(value => value.Value < 0).ToList();
        if (zeros.Count > 0 && zeros.Count < ranked.Count)
        {
            yield return new TracedText()
                .Number(NumberText.Count(zeros.Count), "count", Cells(zeros))
                .Say(" of ")
                .Rows(ranked.Count, label.Noun)
                .Say(" have zero.");
        }

        if (negative.Count > 0 && negative.Count < ranked.Count)
        {
            yield return new TracedText()
                .Number(NumberText.Count(negative.Count), "count", Cells(negative))
                .Say(" of ")
                .Rows(ranked.Count, label.Noun)
                .Say(" are below zero.");
        }

        List<CellReference> Cells(List<NumberAt> values) => [.. values.Select(value => new CellReference(value.Row, column.Index))];
    }

    private static IEnumerable<TracedText> OtherMeasures(Reading reading, NumericSummary first, ProfiledColumn label)
    {
        foreach (var other in reading.Shape.Measures.Skip(1).Take(2))
        {
            if (other.Numbers is not { Values.Count: > 1 } numbers)
            {
                continue;
            }

            var text = new TracedText().Say("By ").Quote(other.Label).Say(", ").Quote(reading.NameOf(label, numbers.Maximum.Row)).Say(" is first (")
                .Cell(other, numbers.Maximum)
                .Say(") and ").Quote(reading.NameOf(label, numbers.Minimum.Row)).Say(" last (").Cell(other, numbers.Minimum).Say(")");
            if (NumericSummary.Correlation(first, numbers) is { } correlation && Math.Abs(correlation) >= 0.6)
            {
                text.Say($"; it moves {(correlation > 0 ? "with" : "against")} ").Quote(reading.Shape.Measure.Label).Say(" (correlation ")
                    .Number(
                        NumberText.Rounded(Math.Round(correlation, 2)),
                        "correlation",
                        new CellReference(-1, reading.Shape.Measure.Index),
                        new CellReference(-1, other.Index))
                    .Say(")");
            }

            yield return text.Say(".");
        }
    }
}
