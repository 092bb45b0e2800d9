using System.Buffers;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// The tables and columns that mean most nearly what a phrase says. A reading only where the best of a table's columns (or of the tables) is near enough and
/// clearly nearer than the next: what is a little like everything is like nothing. Thresholds: docs/adr/0041.
/// </summary>
internal sealed class NamesByMeaning
{
    /// <summary>Longer phrases are near to everything.</summary>
    private const int MostWords = 3;
    private const double Nearest = 0.30;
    private const double Margin = 0.08;

    /// <summary>What the nearest reading is worth beside one of the words themselves.</summary>
    private const double Lowest = 0.40;
    private const double Highest = 0.68;

    private readonly IReadOnlyList<TableNode> tables;
    private readonly NameMeanings tableMeanings;
    private readonly NameMeanings columnMeanings;
    private readonly int columns;

    public NamesByMeaning(IReadOnlyList<TableNode> tables, IWordVectors vectors)
    {
        this.tables = tables;
        columns = tables.Sum(t => t.Columns.Count);
        tableMeanings = new NameMeanings(vectors, [.. tables.Select(t => t.Words)]);
        columnMeanings = new NameMeanings(vectors, [.. tables.SelectMany(t => t.Columns).Select(c => c.Words)]);
    }

    public void AddTables(IReadOnlyList<string> phrase, Action<TableNode, double> add)
    {
        if (!IsFit(phrase))
        {
            return;
        }

        using var cosines = MemoryPool<float>.Shared.Rent(tables.Count);
        var all = cosines.Memory.Span[..tables.Count];
        tableMeanings.Compare(phrase, all);
        if (Leader(all) is var (place, score) && place >= 0)
        {
            add(tables[place], score);
        }
    }

    public void AddColumns(IReadOnlyList<string> phrase, Action<ColumnNode, double> add)
    {
        if (!IsFit(phrase))
        {
            return;
        }

        using var cosines = MemoryPool<float>.Shared.Rent(columns);
        columnMeanings.Compare(phrase, cosines.Memory.Span[..columns]);
        var first = 0;
        foreach (var table in tables)
        {
            var of = cosines.Memory.Span.Slice(first, table.Columns.Count);
            first += of.Length;
            if (Leader(of) is var (place, score) && place >= 0)
            {
                add(table.Columns[place], score);
            }
        }
    }

    private static bool IsFit(IReadOnlyList<string> phrase) =>
        phrase.Count <= MostWords && !phrase.Any(word => word.Length < 3 || word.Any(char.IsDigit) || StopWords.Contains(word));

    /// <summary>The first of <paramref name="cosines"/> and what it is worth; place -1 when there is none or two are as near.</summary>
    private static (int Place, double Score) Leader(ReadOnlySpan<float> cosines)
    {
        var (best, next, place) = (0f, 0f, -1);
        for (var i = 0; i < cosines.Length; i++)
        {
            if (cosines[i] > best)
            {
                (best, next, place) = (cosines[i], best, i);
            }
            else
            {
                next = Math.Max(next, cosines[i]);
            }
        }

        return best >= Nearest && best - next >= Margin
            ? (place, Math.Min(Highest, Lowest + ((best - Nearest) * 0.5) + ((best - next - Margin) * 0.5)))
            : (-1, 0);
    }
}
