using System.Globalization;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds tables that keep former states beside those in force, by pairs of dates such as <c>from_date</c> and <c>to_date</c> and by flags such as
/// <c>is_current</c>. A pair alone is no history: a project has a start and an end as well. What makes one is an end that is never reached, a key that
/// repeats the thing with each first day, or open rows that are at most one for each thing; a table of named things, or one whose rows belong to
/// nothing that repeats, has durations.
/// </summary>
internal static class Histories
{
    /// <summary>No plan reaches so far; years from here on stand for "has not ended".</summary>
    private const int NeverReached = 2900;

    private const int Enough = 3;

    /// <summary>Distinct values by rows, below which a column's values count as repeating.</summary>
    private const double Repeating = 0.95;

    private static readonly FactWords Names = FactWords.English;

    /// <summary>Flags have to be known before.</summary>
    public static void Attach(TableNode table)
    {
        var current = table.Columns.FirstOrDefault(IsCurrentFlag);
        var span = Spans(table).OrderByDescending(s => table.Key.Contains(s.From)).ThenBy(s => s.From.Words.Count).FirstOrDefault();
        if (span.From is null)
        {
            table.History = current is null
                ? null
                : new HistoryOf(null, null, null, current, $"{table.Name} keeps former rows: {current.Info.Name} marks those in force.");
            return;
        }

        var (from, to) = span;
        var open = OpenEnd(to);
        var reasons = new List<string>();
        var score = Score(table, from, to, open, current, reasons);
        var pair = $"{from.Info.Name} and {to.Info.Name}";
        if (score >= Enough)
        {
            var evidence = $"{table.Name} keeps former rows: {pair} say when each is in force ({string.Join("; ", reasons)}).";
            table.History = new HistoryOf(from, to, open, current, evidence);
        }
        else
        {
            table.Duration = new HistoryOf(from, to, open, current, $"Each row of {table.Name} lasts from {from.Info.Name} to {to.Info.Name}.");
        }
    }

    private static int Score(TableNode table, ColumnNode from, ColumnNode to, string? open, ColumnNode? current, List<string> reasons)
    {
        var score = 0;
        void Count(bool holds, int weight, string reason)
        {
            if (holds)
            {
                score += weight;
                if (weight > 0)
                {
                    reasons.Add(reason);
                }
            }
        }

        var things = Things(table, from, to).ToList();
        var repeated = things.FirstOrDefault(c => Repeats(c, table));
        Count(open is not null, 3, $"{to.Info.Name} is {open} where there is no end");
        Count(IsInKey(table, from), 3, $"the key of a row names {from.Info.Name}, so that the same thing may stand for several stretches of time");
        Count(current is not null, 2, $"{current?.Info.Name} marks the rows in force");
        Count(table.Words.Any(Names.HistoryTables.Contains), 2, "the name of the table says so");
        Count(from.Words.Any(Names.VersionWords.Contains) && repeated is not null, 1, "the names are those of versions");
        if (repeated is not null)
        {
            Count(HasOpenRows(to) && OpenRows(table, to) <= repeated.Info.Statistics.DistinctCount, 1, $"no {repeated.Info.Name} has more than one open row");
            Count(true, 1, $"{repeated.Info.Name} repeats");
        }

        Count(HasName(table) && (repeated is null || !repeated.Words.Take(repeated.Words.Count - 1).SequenceEqual(table.Words)), -2, "");
        Count(things.Count == 0, -2, "");
        return score;
    }

    private static IEnumerable<(ColumnNode From, ColumnNode To)> Spans(TableNode table)
    {
        var dates = table.Columns.Where(c => c.IsDate).ToList();
        return from first in dates from last in dates where first != last && IsPair(first, last) select (first, last);
    }

    /// <summary>The names differ in one word, which is one of beginning here and the one of ending that goes with it there.</summary>
    private static bool IsPair(ColumnNode first, ColumnNode last)
    {
        if (first.Words.Count != last.Words.Count)
        {
            return false;
        }

        var differing = first.Words.Zip(last.Words).Where(w => w.First != w.Second).ToList();
        return differing is [var (begin, end)] && (Names.Spans.GetValueOrDefault(begin)?.Contains(end) == true || IsPair(begin, end));
    }

    /// <summary><c>startdate</c> and <c>enddate</c>, <c>validfrom</c> and <c>validto</c>: words that nobody could split.</summary>
    private static bool IsPair(string first, string last) => Names.Spans.Any(pair => pair.Value.Any(end =>
        (first.StartsWith(pair.Key, StringComparison.Ordinal) && last == end + first[pair.Key.Length..])
        || (first.EndsWith(pair.Key, StringComparison.Ordinal) && last == first[..^pair.Key.Length] + end)));

    private static bool IsCurrentFlag(ColumnNode column) => column.Flag is { Words: [var first, ..] } && Names.Current.Contains(first)
        && column.Flag.Words.Skip(1).All(w => Names.VersionWords.Contains(w) || column.Table.Words.Contains(w));

    /// <summary>The date that stands for "has not ended" in a column, as an ISO date; null where no value is one.</summary>
    public static string? OpenEnd(ColumnNode column) =>
        column.Info.Statistics.Maximum is { Length: >= 10 } largest
            && int.TryParse(largest.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year >= NeverReached
            ? largest[..10]
            : null;

    private static bool IsInKey(TableNode table, ColumnNode from) =>
        (table.Key.Count > 1 && table.Key.Contains(from)) || table.Info.UniqueKeys.Any(k => k.Count > 1 && k.Contains(from.Info.Name));

    /// <summary>Columns that say whose state a row is: references, parts of the key, and numbers or codes that name something.</summary>
    private static IEnumerable<ColumnNode> Things(TableNode table, ColumnNode from, ColumnNode to) => table.Columns.Where(c => c != from && c != to
        && (c.IsForeignKey || (c.IsKey && table.Key.Count > 1) || (!c.IsKey && c.Words is [_, .., "id" or "no" or "number" or "key" or "code"])));

    private static bool Repeats(ColumnNode column, TableNode table) =>
        column.Info.Statistics.DistinctCount is { } distinct && table.Info.RowEstimate is > 0 and var rows && distinct < rows * Repeating;

    private static bool HasOpenRows(ColumnNode to) => to.Info is { IsNullable: true, Statistics.NullFraction: > 0 and < 1 };

    private static double OpenRows(TableNode table, ColumnNode to) => (to.Info.Statistics.NullFraction ?? 0) * (table.Info.RowEstimate ?? 0);

    private static bool HasName(TableNode table) =>
        table.Columns.Any(c => c.Info.Kind is ColumnKind.Text && !c.IsForeignKey && !c.IsKey && DisplayColumns.IsName(c));
}
