using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Text;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval.ValueLinks;

/// <summary>
/// The enum labels and sampled values of a catalog by their words (lower case, singular), so that a phrase of a question can be found among them.
/// </summary>
internal sealed class PhraseIndex
{
    /// <summary>Longer values are prose, not something a question names.</summary>
    private const int MaxWords = 8;

    private readonly Dictionary<string, List<Entry>> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> wordsByDeletion = new(StringComparer.Ordinal);
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    private PhraseIndex()
    {
    }

    /// <summary>Most words that a value has.</summary>
    public int LongestValue { get; private set; }

    public static PhraseIndex Of(SchemaCatalog catalog)
    {
        var index = new PhraseIndex();
        for (var t = 0; t < catalog.Tables.Count; t++)
        {
            var columns = catalog.Tables[t].Columns;
            for (var c = 0; c < columns.Count; c++)
            {
                foreach (var value in SchemaDocuments.ValuesOf(columns[c]))
                {
                    index.Add(t, c, value, columns[c].Statistics.Samples.FirstOrDefault(s => s.Value == value)?.Rows);
                }
            }
        }

        index.IndexDeletions();
        return index;
    }

    /// <summary>Values that consist of exactly these words.</summary>
    public IReadOnlyList<Entry> Find(string key) => entries.TryGetValue(key, out var found) ? found : [];

    /// <summary>The value word nearest to a word that is none itself, at most one letter away; null when there is none.</summary>
    public string? NearestWord(string word)
    {
        if (word.Length < 5 || words.Contains(word))
        {
            return null;
        }

        return Deletions(word).Append(word)
            .SelectMany(d => wordsByDeletion.TryGetValue(d, out var found) ? found : [])
            .Distinct(StringComparer.Ordinal)
            .Where(candidate => EditDistance.Between(word, candidate) <= 1)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    public static string Key(IEnumerable<string> words) => string.Join(' ', words.Select(WordStem.Singular));

    private void Add(int table, int column, string value, long? rows)
    {
        var words = IdentifierWords.Split(value);
        if (words.Count is 0 or > MaxWords || words.All(static w => w.Length == 1 || w.All(char.IsDigit)))
        {
            return;
        }

        LongestValue = Math.Max(LongestValue, words.Count);
        var key = Key(words);
        if (!entries.TryGetValue(key, out var list))
        {
            entries[key] = list = [];
        }

        list.Add(new Entry(table, column, value, rows));
        foreach (var word in words)
        {
            this.words.Add(WordStem.Singular(word));
        }
    }

    private void IndexDeletions()
    {
        foreach (var word in words.Where(static w => w.Length is >= 5 and <= 24 && w.All(char.IsLetter)))
        {
            foreach (var deletion in Deletions(word).Append(word))
            {
                if (!wordsByDeletion.TryGetValue(deletion, out var list))
                {
                    wordsByDeletion[deletion] = list = [];
                }

                list.Add(word);
            }
        }
    }

    private static IEnumerable<string> Deletions(string word) =>
        Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Distinct(StringComparer.Ordinal);

    internal sealed record Entry(int Table, int Column, string Value, long? Rows);
}
