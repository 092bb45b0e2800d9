namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds which date goes with which verb, and which date of a table is meant where none is named: the one that brings the row about, not what becomes of
/// it later, when it was written down, or when its person was born.
/// </summary>
internal static class EventDates
{
    /// <summary>Below it no date of the table is meant without being named.</summary>
    private const double Least = -1.5;

    private static readonly FactWords Names = FactWords.English;

    public static void Attach(TableNode table)
    {
        var dates = table.Columns.Where(c => c.IsDate).Select(c => (Column: c, Event: EventOf(c))).ToList();
        var rated = dates.Select((d, i) => (d.Column, d.Event, Score: Score(table, d.Column, d.Event) - (0.01 * i))).ToList();
        var chosen = rated.Where(d => d.Score > Least).OrderByDescending(d => d.Score).FirstOrDefault().Column;
        table.Events = [
            .. rated
                .OrderByDescending(d => d.Column == chosen)
                .ThenByDescending(d => d.Score)
                .Select(d => Stated(table, d.Column, d.Event, d.Column == chosen, rated.Count)),
        ];
    }

    private static EventDate Stated(TableNode table, ColumnNode column, EventWords? happened, bool isDefault, int dates)
    {
        var own = column.OwnWords.Where(w => !Names.DateWords.Contains(w));
        var verbs = (happened?.Verbs ?? []).Concat(EndOf(column)?.Verbs ?? []).Concat(own).Distinct(StringComparer.Ordinal).ToList();
        var meaning = verbs.Count > 0 ? $"{column.Info.Name} goes with {Quoted(verbs.Take(4))}" : $"{column.Info.Name} is the date of a row";
        var why = dates == 1 ? "the only date of the table" : IsNamedAfter(table, column) ? "named after the table" : Reason(happened);
        return new EventDate(
            column,
            verbs,
            isDefault,
            happened?.Kind == "planned",
            isDefault ? $"{meaning}. It is meant where no date is named: {why}." : $"{meaning}.")
        {
            IsFirst = happened?.Kind is null or "recorded",
        };
    }

    private static string Reason(EventWords? happened) => happened switch
    {
        null => "nothing in its name says that it is one of several steps",
        { Kind: null } => "it brings the row about",
        { Kind: "recorded" } => "it is when the row was added, and no other date comes first",
        _ => "no other date of the table comes first",
    };

    private static double Score(TableNode table, ColumnNode column, EventWords? happened)
    {
        var score = happened?.Kind switch
        {
            "technical" => -6,
            "of life" => -4,
            "planned" => -3,
            "later" => -1,
            "recorded" => 1.0,
            null when happened is null => column.OwnWords.All(Names.DateWords.Contains) ? 3 : 0,
            _ => 2,
        };
        score += IsNamedAfter(table, column) ? 4 : 0;
        score += happened is not null && table.Words.Any(w => happened.Columns.Contains(w)) ? 3 : 0;
        score -= column.Info.Statistics.NullFraction is > 0.02 ? 1 : 0;
        return score;
    }

    /// <summary>
    /// A plan is one whatever it is of ("expected delivery"); otherwise the last word counts ("order delivered"), and the ends of a stretch of time are
    /// its ends, be they called by what happened then ("hired" and "terminated") or not.
    /// </summary>
    private static EventWords? EventOf(ColumnNode column)
    {
        string[] words = [.. column.Info.Name.ToLowerInvariant().Split('_'), .. column.Words];
        var named = words.Reverse().Select(w => Names.Events.FirstOrDefault(e => e.Columns.Contains(w))).FirstOrDefault(e => e is not null);
        if (EndOf(column) is { } end)
        {
            return named is { Kind: "later" or null } ? named : end;
        }

        return Names.Events.FirstOrDefault(e => e.Kind is "planned" or "technical" && e.Columns.Any(words.Contains)) ?? named;
    }

    /// <summary>What happens at the end of a stretch of time that the date is; null where it is none.</summary>
    private static EventWords? EndOf(ColumnNode column) => (column.Table.History ?? column.Table.Duration) is not { } span ? null
        : column == span.From ? Names.Events.First(e => e.Columns.Contains("start"))
        : column == span.To ? Names.Events.First(e => e.Columns.Contains("end"))
        : null;

    private static bool IsNamedAfter(TableNode table, ColumnNode column) =>
        column.Words.Any(w => table.Words.Contains(w) && !Names.DateWords.Contains(w)) && column.OwnWords.All(Names.DateWords.Contains);

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"“{w}”"));
}
