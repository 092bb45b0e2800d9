using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Retrieval.Documents;

/// <summary>
/// Tables that are copies of others: the same columns under the other's name with words added (<c>shadow_instances</c>, <c>orders_backup</c>). A
/// question means the
/// original unless it says the added word.
/// </summary>
internal sealed class TableCopies
{
    private const int MinColumns = 2;
    private const double SharedColumns = 0.8;

    private readonly Dictionary<int, Copy> copies = [];

    private TableCopies()
    {
    }

    public static TableCopies Of(SchemaCatalog catalog, TermAnalyzer analyzer)
    {
        var copies = new TableCopies();
        var words = catalog.Tables.Select(t => analyzer.Words(t.Name.Name).ConvertAll(WordStem.Of)).ToList();
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var t = 0; t < words.Count; t++)
        {
            byName.TryAdd(string.Join(' ', words[t]), t);
        }

        for (var t = 0; t < words.Count; t++)
        {
            // Words added at the front or at the end, one or two of them.
            for (var added = 1; added <= 2 && added < words[t].Count; added++)
            {
                copies.TryAdd(catalog, t, byName, words[t][added..], words[t][..added]);
                copies.TryAdd(catalog, t, byName, words[t][..^added], words[t][^added..]);
            }
        }

        return copies;
    }

    /// <summary>The original of a copy and the stems of the words added; null for other tables.</summary>
    public Copy? Find(int table) => copies.GetValueOrDefault(table);

    private void TryAdd(SchemaCatalog catalog, int table, Dictionary<string, int> byName, List<string> originalName, List<string> added)
    {
        if (!copies.ContainsKey(table)
            && byName.TryGetValue(string.Join(' ', originalName), out var original)
            && original != table
            && ShareColumns(catalog.Tables[table], catalog.Tables[original]))
        {
            copies[table] = new Copy(original, added);
        }
    }

    private static bool ShareColumns(TableInfo copy, TableInfo original)
    {
        var names = original.Columns.Select(static c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var shared = copy.Columns.Count(c => names.Contains(c.Name));
        return shared >= MinColumns && shared >= SharedColumns * Math.Max(names.Count, copy.Columns.Count);
    }

    internal sealed record Copy(int Original, IReadOnlyList<string> AddedWords);
}
