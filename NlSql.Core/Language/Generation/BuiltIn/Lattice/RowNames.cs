using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// What the rows of a table are called by the column that tells them apart: a sheet with an "Order No" holds orders, a table whose key is
/// <c>purchaseorderid</c> purchase orders, whatever the table itself is called.
/// </summary>
internal sealed class RowNames
{
    private readonly Dictionary<string, List<TableNode>> byName = new(StringComparer.Ordinal);

    public RowNames(IEnumerable<TableNode> tables)
    {
        foreach (var table in tables.Where(t => t.Key is [{ IsForeignKey: false }]))
        {
            var words = table.Key[0].Words.ToList();
            while (words.Count > 0 && FactWords.English.IdentifierEndings.Contains(words[^1]))
            {
                words.RemoveAt(words.Count - 1);
            }

            if (words.Count == 0 || words.Count == table.Key[0].Words.Count)
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

    /// <param name="phrase">Lemmas.</param>
    public IReadOnlyList<TableNode> Of(IReadOnlyList<string> phrase) => byName.GetValueOrDefault(string.Join(' ', phrase), []);
}
