using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds the dates that a condition on time speaks of.</summary>
internal sealed class TimeAssembly(Scene scene)
{
    private static readonly string[] Units = ["day", "week", "month", "quarter", "year"];

    /// <summary>Keys to follow to what says on which days something runs.</summary>
    private const int Farthest = 3;

    /// <summary>There are several times, and nothing says which is meant.</summary>
    private const double AnyClock = 0.98;

    /// <summary>The verb speaks of none of the times that there are.</summary>
    private const double OtherVerb = 0.9;
    private const double OneOfTwoEnds = 0.9;

    public Filter? Period(PeriodPart part, TableNode from, TableNode focus)
    {
        if (part.Column is { } said)
        {
            var column = Column(said, from, focus);
            scene.Choices.Doubt(column is not null && AreBothEnds(said, column) ? OneOfTwoEnds : 1);
            return column is not { } named ? null
                : named.IsDate ? Reached(from, named, new Within(Scene.Use(named, part.At), part.Range))
                : DateChoice.InYears(named, part.Range) is { } years ? Reached(from, named, years) : null;
        }

        if (part.Range.From is { } day && part.Range == DateRange.Day(day) && (focus.History is { From: not null, To: not null } || focus.Changes is not null))
        {
            // "the price on 15 March 2023": what was so on that day rather than what began on it.
            return new InForce(Scene.Ref(focus), day);
        }

        if ((from.Series is not null ? from : focus).Series is not null)
        {
            return SeriesPeriods.Within(from.Series is not null ? from : focus, part, scene.Today) is { } within
                ? FilterAssembly.Reaching(scene, from, from.Series is not null ? from : focus, within) : null;
        }

        if (part is { IsBeginning: true, Range: { From: null, To: null } })
        {
            // "new customers per month" are told by the month in which each came to be; of no month, nobody knows how new.
            return Units.Any(u => scene.Fitness?.IsBy(u) == true) && DateChoice.Beginning(focus, scene) is not null ? FilterAssembly.Nothing : null;
        }

        if (part.IsBeginning)
        {
            return DateChoice.Beginning(focus, scene) is { } begun ? Reached(from, begun, new Within(Scene.Use(begun, part.At), part.Range)) : null;
        }

        var dates = DateChoice.Of(focus, scene).Select(d => (d.Column, d.Score));
        if (scene.Choices.Pick($"date {focus}", part.At, dates, c => c.ToString(), d => DateChoice.IsVague(d, scene) ? 0.85 : 0.99) is { } date)
        {
            return Reached(from, date, new Within(Scene.Use(date, part.At), part.Range));
        }

        return focus.Columns.FirstOrDefault(c => c.IsYear && c.IsNumeric) is { } year ? DateChoice.InYears(year, part.Range) : null;
    }

    /// <summary>"valid today" of <c>valid_from</c> and <c>valid_until</c>: neither end is meant.</summary>
    private static bool AreBothEnds(AttributePart said, ColumnNode column) =>
        (column.Table.History ?? column.Table.Duration) is { From: { } first, To: { } last }
        && (column == first || column == last) && said.Name.Columns.Any(c => c.Node == first) && said.Name.Columns.Any(c => c.Node == last);

    public Filter? Clock(ClockPart part, TableNode from, TableNode focus)
    {
        var column = part.Column is { } said ? Column(said, from, focus) : ClockOf(focus, part.Verb?.Columns, part.At);
        if (column is null || column.Info.Kind == ColumnKind.Date)
        {
            return null;
        }

        var use = Scene.Use(column, part.At);
        return part.Bounds is { From: { } begin, To: { } end } && begin > end
            ? Reached(from, column, new AnyOf([new AtClock(use, part.Bounds with { To = null }), new AtClock(use, part.Bounds with { From = null })]))
            : Reached(from, column, new AtClock(use, part.Bounds));
    }

    /// <summary>The time of the day at which a thing happens; of several the one that the verb speaks of.</summary>
    /// <param name="words">Words that columns have for the verb; null where none is said.</param>
    public ColumnNode? ClockOf(TableNode table, IReadOnlySet<string>? words, Span at)
    {
        var clocks = table.Columns.Where(c => c.IsClock || c.Info.Kind is ColumnKind.Timestamp or ColumnKind.TimestampTz).ToList();
        var named = clocks.FindAll(c => words is not null && c.Words.Any(words.Contains));
        if (named.Count == 0 && words is not null && Stretches.Of(table, scene.Words) is var (from, to))
        {
            // Whatever the two ends are called, one begins and one ends it.
            named = clocks.FindAll(c => (c == from && words.Contains("start")) || (c == to && words.Contains("end")));
        }

        var likely = clocks.FindAll(c => !DateChoice.IsVague(c, scene));
        scene.Choices.Doubt(named.Count == 1 || likely.Count == 1 ? 1 : named.Count == 0 && words is not null ? OtherVerb : AnyClock);
        return scene.Choices.Pick(
            $"clock {at.First} {table}",
            at,
            (named.Count > 0 ? named : likely).Select((c, i) => (c, (table.DefaultEvent?.Column == c ? 0.95 : 0.8) + (c.IsClock ? 0.1 : 0) - (0.01 * i))),
            c => c.ToString());
    }

    public Filter? Late(LatePart part, TableNode from, TableNode focus)
    {
        if (part.Due is { } day)
        {
            return Column(day, from, focus) is { IsDate: true } named
                ? Reached(from, named, new Compare(Scene.Use(named, part.At), Relation.Less, new DateConstant(scene.Today))) : null;
        }

        var due = focus.Columns.FirstOrDefault(c => c.IsDate && c.Words.Any(scene.Words.DueWords.Contains));
        var done = part.What is { } what
            ? Column(what, from, focus)
            : focus.Columns.LastOrDefault(c => c.IsDate && c != due && c.Info.IsNullable) ?? focus.Columns.LastOrDefault(c => c.IsDate && c != due);
        if (due is null || done is null || done == due)
        {
            return null;
        }

        if (part.IsStill)
        {
            return !done.Info.IsNullable ? null : Reached(from, focus, new AllOf(
                [new IsEmpty(Scene.Use(done, part.At)), new Compare(Scene.Use(due, part.At), Relation.Less, new DateConstant(scene.Today))]));
        }

        return Reached(from, focus, new Compare(Scene.Use(done, part.At), part.IsInTime ? Relation.LessOrEqual : Relation.Greater, Scene.Use(due, part.At)));
    }

    /// <summary>One flag a day ("sunday") in the table or one that its rows belong to, else the date of the event.</summary>
    public Filter? Weekdays(WeekdayPart part, TableNode from, TableNode focus)
    {
        if (part.Column is { } said)
        {
            return Column(said, from, focus) is { IsDate: true } named ? Reached(from, named, OnDays(named, part)) : null;
        }

        var flags = Flagged(focus).Select(t => t.Columns
            .Where(c => c.Flag is not null && scene.Words.Weekdays.TryGetValue(c.Joined, out var day) && day.First == day.Last && day.First >= part.First
                && day.First <= part.Last)
            .ToList()).FirstOrDefault(f => f.Count > 0) ?? [];
        if (flags.Count == part.Last - part.First + 1)
        {
            var set = flags.ConvertAll(f => (Filter)new IsSet(Scene.Use(f, part.At)));
            return Reached(from, flags[0].Table, set.Count == 1 ? set[0] : new AnyOf(set));
        }

        if (scene.Choices.Pick($"date {focus}", part.At, DateChoice.Of(focus, scene).Select(d => (d.Column, d.Score)), c => c.ToString()) is not { } date)
        {
            return null;
        }

        return Reached(from, date, OnDays(date, part));
    }

    /// <summary>Tables that may say on which days their rows hold, nearest first: what has a date of its own is told by it.</summary>
    private IEnumerable<TableNode> Flagged(TableNode focus) => DateChoice.HasOwn(focus, scene) ? [focus]
        : scene.Tables.Select(t => (Table: t, Steps: t == focus ? 0 : scene.Reach.ToOne(focus, t) ?? Far(focus, t)))
            .Where(t => t.Steps is not null).OrderBy(t => t.Steps).Select(t => t.Table);

    private int? Far(TableNode from, TableNode to) => scene.Reach.Any(from, to) is <= Farthest and var steps ? steps + Farthest : null;

    private static Filter OnDays(ColumnNode date, WeekdayPart part)
    {
        var day = new DatePart(Scene.Use(date, part.At), "weekday");
        return part.First == part.Last ? new Compare(day, Relation.Equal, new NumberConstant(part.First))
            : part.First == 1 ? new Compare(day, Relation.LessOrEqual, new NumberConstant(part.Last))
            : part.Last == 7 ? new Compare(day, Relation.GreaterOrEqual, new NumberConstant(part.First))
            : new AllOf([new Compare(day, Relation.GreaterOrEqual, new NumberConstant(part.First)),
                new Compare(day, Relation.LessOrEqual, new NumberConstant(part.Last))]);
    }

    private ColumnNode? Column(AttributePart part, TableNode from, TableNode? focus) => scene.Column(part, from, null, focus);

    /// <summary>Of rows that belong to the row in question there may be several: one has to meet it.</summary>
    private Filter? Reached(TableNode from, ColumnNode column, Filter filter) => FilterAssembly.Reaching(scene, from, column.Table, filter);

    private Filter? Reached(TableNode from, TableNode table, Filter filter) => FilterAssembly.Reaching(scene, from, table, filter);
}
