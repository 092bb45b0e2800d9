namespace NlSql.Core.Language.Schema.Facts;

/// <summary>A table that knows of each state only the day on which it began: the last row of each thing is the one in force.</summary>
/// <param name="Things">Whose states they are.</param>
/// <param name="From">The day of the change.</param>
/// <param name="Evidence">Why, for people.</param>
internal sealed record ChangesOf(IReadOnlyList<ColumnNode> Things, ColumnNode From, string Evidence)
{
    private const int LongestThing = 3;

    /// <summary>Histories with an end and durations have to be known before, and references.</summary>
    public static void Attach(TableNode table)
    {
        if (table.History is not null || table.Duration is not null || table.Columns.Where(c => c.IsDate).ToList() is not { Count: > 0 } dates)
        {
            return;
        }

        var isCalledSo = table.Words.Any(FactWords.English.HistoryTables.Contains);
        var from = dates.Find(d => table.Key.Count > 1 && table.Key.Contains(d)) ?? (isCalledSo && dates.Count == 1 ? dates[0] : null);
        if (from is null || (!isCalledSo && !from.Words.Any(FactWords.English.ChangeWords.Contains)))
        {
            return;
        }

        var things = table.Key.Count > 1 && table.Key.Contains(from) ? table.Key.Where(k => k != from).ToList() : Repeating(table);
        if (things.Count is > 0 and <= LongestThing && table.Columns.Any(c => c != from && !things.Contains(c)))
        {
            var names = string.Join(" and ", things.Select(t => t.Info.Name));
            table.Changes = new ChangesOf(things, from, $"{table.Name} keeps former rows: the one with the last {from.Info.Name} of each {names} is in force.");
        }
    }

    /// <summary>References, else the only text: suppliers of a price list.</summary>
    private static List<ColumnNode> Repeating(TableNode table)
    {
        var references = table.Columns.Where(c => c.IsForeignKey).ToList();
        return references.Count > 0 ? references : table.Columns.Where(c => c.IsText && !c.IsKey && c.Flag is null).ToList() is [var only] ? [only] : [];
    }
}
