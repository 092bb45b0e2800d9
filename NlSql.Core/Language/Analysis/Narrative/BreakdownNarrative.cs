using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>A measure by two dimensions (time and category, or two categories): totals of each, the largest cell, the movers.</summary>
internal sealed class BreakdownNarrative : INarrative
{
    public TracedText Headline(Reading reading)
    {
        var column = reading.Shape.Measure;
        if (column.Numbers is not { } numbers)
        {
            return new TracedText().Say("**").Rows(reading.Profile.Rows.Count, "row").Say(", none with a value for ").Quote(column.Label).Say(".**");
        }

        var groups = Group.By(reading, reading.Shape.Label!);
        var top = groups[0];
        var text = new TracedText().Say("**").Quote(top.Name).Say(" leads: ").Quote(column.Label).Say(" of ");
        if (!column.IsAdditive)
        {
            return text.Quantity(column, NumberText.Rounded(top.Mean), "mean", top.Cells).Say(" as the mean of its rows, against ")
                .OfColumn(column, numbers.Mean, "mean").Say(" over all rows.**");
        }

        text.Quantity(column, NumberText.Rounded(top.Sum), "sum", top.Cells);
        if (numbers is { Sum: > 0, Minimum.Value: >= 0 })
        {
            text.Say(", ").Number(NumberText.Percent(top.Sum / numbers.Sum), "share", [.. top.Cells, new CellReference(-1, column.Index)])
                .Say(" of ").OfColumn(column, numbers.Sum, "sum").Say(reading.InScope);
        }

        return text.Say(".**");
    }

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        var column = reading.Shape.Measure;
        if (column.Numbers is not { } numbers)
        {
            yield break;
        }

        var label = reading.Shape.Label!;
        yield return Order(Group.By(reading, label), column, label);
        if (reading.Shape.Second is { } second)
        {
            yield return Order(Group.By(reading, second), column, second);
        }

        yield return Extreme(reading, "highest", numbers.Maximum, column);
        if (reading.Shape.Time is { } time)
        {
            foreach (var bullet in Movers(reading, label, time, column))
            {
                yield return bullet;
            }

            if (time.Times!.Gaps.Count > 0)
            {
                yield return new TracedText().Say("No row for ").Rows(time.Times.Gaps.Count, TimeSummary.Noun(time.Times.Grain)).Say(" in between, from ")
                    .Say(TimeSummary.Name(time.Times.Gaps[0], time.Times.Grain)).Say(".");
            }
        }
        else
        {
            yield return Extreme(reading, "lowest", numbers.Minimum, column);
        }
    }

    public IEnumerable<string> FollowUps(Reading reading)
    {
        var column = reading.Shape.Measure;
        var label = reading.Shape.Label!;
        if (column.Numbers is null)
        {
            yield break;
        }

        if (!FollowUpQuestions.CanName(column))
        {
            yield break;
        }

        if (Group.By(reading, label)[0].Name is { Length: > 0 and < 60 } top && reading.KnowsTime)
        {
            yield return FollowUpQuestions.Ask(column, $"by {(reading.Shape.Time is null ? "month" : "year")} for {FollowUpQuestions.Named(label, top)}");
        }

        yield return FollowUpQuestions.Ask(column, $"by {label.Noun}");
        if (reading.Shape.Second is { } second)
        {
            yield return FollowUpQuestions.Ask(column, $"by {second.Noun}");
        }
    }

    private static TracedText Order(List<Group> groups, ProfiledColumn column, ProfiledColumn label)
    {
        var text = new TracedText().Say("By ").Quote(label.Noun).Say(column.IsAdditive ? ": " : ", on average: ");
        var shown = groups.Take(4).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            text.Say(i == 0 ? string.Empty : ", ").Quote(shown[i].Name).Say(" ")
                .Number(NumberText.Rounded(column.IsAdditive ? shown[i].Sum : shown[i].Mean), column.IsAdditive ? "sum" : "mean", shown[i].Cells);
        }

        if (groups.Count > shown.Count)
        {
            text.Say(", and ").Number(NumberText.Count(groups.Count - shown.Count), "count", new CellReference(-1, label.Index)).Say(" more");
        }

        return text.Say(".");
    }

    private static TracedText Extreme(Reading reading, string which, NumberAt value, ProfiledColumn column)
    {
        var text = new TracedText()
            .Say($"The {which} single value is ")
            .Cell(column, value)
            .Say(" for ")
            .Quote(reading.NameOf(reading.Shape.Label!, value.Row));
        if (reading.Shape.Second is { } second)
        {
            text.Say(" and ").Quote(reading.NameOf(second, value.Row));
        }
        else if (reading.Shape.Time is { Times: { } times })
        {
            text.Say($" in {TimeSummary.Name(times.Values.First(time => time.Row == value.Row).Value, times.Grain)}");
        }

        return text.Say(".");
    }

    /// <summary>Who grew and who shrank most between its first and its last finished period.</summary>
    private static IEnumerable<TracedText> Movers(Reading reading, ProfiledColumn label, ProfiledColumn time, ProfiledColumn column)
    {
        var times = time.Times!;
        var open = times.Grain is not (TimeGrain.Irregular or TimeGrain.Hour) && TimeSummary.Next(times.Last.Value, times.Grain) > reading.RanAt.DateTime
            ? times.Last.Value
            : DateTime.MaxValue;
        var timeOf = times.Values.ToDictionary(value => value.Row, value => value.Value);
        var moves = Group.By(reading, label)
            .Select(group => (group.Name, Points: group.Values.Where(value => timeOf[value.Row] < open).OrderBy(value => timeOf[value.Row]).ToList()))
            .Where(group => group.Points.Count > 1 && group.Points[0].Value != 0)
            .Select(group => (
                group.Name,
                First: group.Points[0],
                Last: group.Points[^1],
                Change: TracedText.Relative(group.Points[0].Value, group.Points[^1].Value)))
            .OrderByDescending(move => move.Change)
            .ToList();
        if (moves.Count < 2)
        {
            yield break;
        }

        var (up, down) = (moves[0], moves[^1]);
        yield return new TracedText()
            .Say("From first to last ")
            .Say(TimeSummary.Noun(times.Grain))
            .Say(", ")
            .Quote(up.Name)
            .Say(up.Change >= 0 ? " grew most (" : " lost least (")
            .Change(column, up.First, up.Last)
            .Say("), ")
            .Quote(down.Name)
            .Say(down.Change < 0 ? " fell most (" : " grew least (")
            .Change(column, down.First, down.Last)
            .Say(").");
        if (open != DateTime.MaxValue)
        {
            yield return new TracedText().Say(char.ToUpperInvariant(TimeSummary.Name(open, times.Grain)[0]) + TimeSummary.Name(open, times.Grain)[1..])
                .Say(" is not over yet and left out of these changes.");
        }
    }

    /// <summary>The measure's values of one category, largest total first.</summary>
    private sealed record Group(string? Name, IReadOnlyList<NumberAt> Values, IReadOnlyList<CellReference> Cells)
    {
        public double Sum => Values.Sum(value => value.Value);

        public double Mean => Sum / Values.Count;

        public static List<Group> By(Reading reading, ProfiledColumn label)
        {
            var column = reading.Shape.Measure;
            return [.. column.Numbers!.Values
                .GroupBy(value => reading.NameOf(label, value.Row) ?? "\0", StringComparer.Ordinal)
                .Select(group => new Group(
                    group.Key == "\0" ? null : group.Key, [.. group], [.. group.Select(value => new CellReference(value.Row, column.Index))]))
                .OrderByDescending(group => column.IsAdditive ? group.Sum : group.Mean)];
        }
    }
}
