using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// What the rows of a table are called by the column that tells them apart: a sheet with an "Order No" holds orders, a table whose key is
/// <c>purchaseorderid</c> purchase orders, whatever the table itself is called.
/// </summary>
internal sealed class RowNames
{
    private const double Unique = 0.99;
    private readonly Dictionary<string, List<TableNode>> byName = new(StringComparer.Ordinal);

    public RowNames(IEnumerable<TableNode> tables)
    {
        foreach (var table in tables)
        {
            if (KeyOf(table) is not { IsForeignKey: false } key)
            {
                continue;
            }

            var words = key.Words.ToList();
            while (words.Count > 0 && FactWords.English.IdentifierEndings.Contains(words[^1]))
            {
                words.RemoveAt(words.Count - 1);
            }

            if (words.Count == 0 || words.Count == key.Words.Count)
            {
                continue;
            }

            var name = string.Join(' ', words);
            if (!byName.TryGetValue(name, out var same))
            {
                byName[name] = same = [];
            }

            same.Add(table);
        }
    }

    /// <summary>Of a table without a key the first column that is called like one and is different in all rows.</summary>
    private static ColumnNode? KeyOf(TableNode table) => table.Key is [var key] ? key
        : table.Key.Count > 1 ? null
        : table.Columns.FirstOrDefault(c => FactWords.English.IdentifierEndings.Contains(c.Words[^1])
            && c.Info.Statistics.DistinctCount is { } different && different >= table.Info.RowEstimate * Unique);

    /// <param name="phrase">Lemmas.</param>
    public IReadOnlyList<TableNode> Of(IReadOnlyList<string> phrase) => byName.GetValueOrDefault(string.Join(' ', phrase), []);
}
