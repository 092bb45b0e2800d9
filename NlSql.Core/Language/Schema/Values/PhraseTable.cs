using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Schema.Values;

/// <summary>
/// Values by the words that they consist of: whole, up to a letter, or by some of their words. <typeparamref name="TColumn"/> says where a value stands.
/// Built once, then only read.
/// </summary>
internal sealed class PhraseTable<TColumn>
{
    /// <summary>Longer values are prose, not something a question names.</summary>
    private const int MostWords = 8;

    /// <summary>Shorter words are one letter away from too many others.</summary>
    private const int ShortestTypo = 5;
    private const int LongestTypo = 24;

    /// <summary>A word that so many values have tells none of them.</summary>
    private const int MostOfAWord = 60;
    private const double FoldedScore = 0.98;
    private const double PluralScore = 0.95;
    private const double TypoScore = 0.8;

    private readonly WordSegmenter dictionary;
    private readonly Dictionary<string, List<Entry>> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> byDeletion = new(StringComparer.Ordinal);

    /// <param name="values">Each value once for each column that holds it.</param>
    /// <param name="dictionary">Its words are not taken for misspelled values.</param>
    public PhraseTable(IEnumerable<(TColumn Column, string Value, long? Rows)> values, WordSegmenter dictionary)
    {
        this.dictionary = dictionary;
        foreach (var (column, value, rows) in values)
        {
            Add(column, value, rows);
        }

        foreach (var word in byWord.Keys.Where(w => w.Length is >= ShortestTypo and <= LongestTypo && w.All(char.IsLetter)))
        {
            foreach (var deletion in Deletions(word).Append(word))
            {
                Put(byDeletion, deletion, word);
            }
        }
    }

    /// <summary>Most words that a value has.</summary>
    public int LongestValue { get; private set; }

    /// <summary>Values that are these words: exactly, folded or in the plural; when none is, those one letter away.</summary>
    public IReadOnlyList<PhraseMatch<TColumn>> Find(IReadOnlyList<string> words) => Whole(words) is { Count: > 0 } whole ? whole : Misspelled(words);

    /// <summary>Values that are these words: exactly, folded or in the plural.</summary>
    public IReadOnlyList<PhraseMatch<TColumn>> Whole(IReadOnlyList<string> words)
    {
        var folded = Folded(words);
        if (folded.Count == 0 || !byKey.TryGetValue(ValueWords.Key(folded), out var entries))
        {
            return [];
        }

        var written = string.Join(' ', words);
        var letters = ValueWords.Letters(folded);
        return [.. entries.Select(entry => entry.Value == written ? entry.As(1, MatchKind.Exact)
            : entry.Letters == letters ? entry.As(written.Equals(entry.Value, StringComparison.OrdinalIgnoreCase) ? 1 : FoldedScore, MatchKind.Folded)
            : entry.As(PluralScore, MatchKind.Plural))];
    }

    /// <summary>Values that have these words side by side among others, most of whose words they are first.</summary>
    public IReadOnlyList<PhraseMatch<TColumn>> WithWords(IReadOnlyList<string> words)
    {
        var folded = Folded(words).ConvertAll(WordStem.Singular);
        return folded.Count > 0 && byWord.TryGetValue(folded[0], out var entries) && entries.Count <= MostOfAWord
            ? [.. entries.Where(entry => entry.Words.Length > folded.Count && entry.Holds(folded))
                .Select(entry => entry.As(0.5 + (0.4 * folded.Count / entry.Words.Length), MatchKind.Word))
                .OrderByDescending(match => match.Score)]
            : [];
    }

    /// <summary>The words that one of two values differs from the other by are dictionary words often ("order", "border"): those are no slips.</summary>
    private List<PhraseMatch<TColumn>> Misspelled(IReadOnlyList<string> words)
    {
        var folded = Folded(words);
        var corrected = folded.ConvertAll(word => Nearest(WordStem.Singular(word)) ?? word);
        return !corrected.SequenceEqual(folded, StringComparer.Ordinal) && byKey.TryGetValue(ValueWords.Key(corrected), out var entries)
            ? entries.ConvertAll(entry => entry.As(TypoScore, MatchKind.Typo))
            : [];
    }

    private string? Nearest(string word)
    {
        if (word.Length is < ShortestTypo or > LongestTypo || byWord.ContainsKey(word) || dictionary.Knows(word))
        {
            return null;
        }

        return Deletions(word).Append(word)
            .SelectMany(deletion => byDeletion.TryGetValue(deletion, out var found) ? found : [])
            .Distinct(StringComparer.Ordinal)
            .Where(candidate => EditDistance.Between(word, candidate) <= 1)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static List<string> Folded(IReadOnlyList<string> words) => [.. words.SelectMany(ValueWords.Of)];

    private void Add(TColumn column, string value, long? rows)
    {
        var words = ValueWords.Of(value);
        if (words.Count is 0 or > MostWords)
        {
            return;
        }

        LongestValue = Math.Max(LongestValue, words.Count);
        string[] singular = [.. words.Select(WordStem.Singular)];
        var entry = new Entry(column, value, rows, ValueWords.Letters(words), singular);
        Put(byKey, string.Concat(singular), entry);
        foreach (var word in singular.Distinct(StringComparer.Ordinal))
        {
            Put(byWord, word, entry);
        }
    }

    private static void Put<T>(Dictionary<string, List<T>> index, string key, T item)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }

        list.Add(item);
    }

    private static IEnumerable<string> Deletions(string word) =>
        Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Distinct(StringComparer.Ordinal);

    /// <param name="Letters">Folded words together.</param>
    /// <param name="Words">Folded, singular.</param>
    private sealed record Entry(TColumn Column, string Value, long? Rows, string Letters, string[] Words)
    {
        public PhraseMatch<TColumn> As(double score, MatchKind kind) => new(Column, Value, score, Rows, kind);

        public bool Holds(List<string> phrase)
        {
            for (var i = 0; i + phrase.Count <= Words.Length; i++)
            {
                if (Words.AsSpan(i, phrase.Count).SequenceEqual(phrase.ToArray()))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <param name="Score">0 to 1; 1 for the same letters.</param>
internal readonly record struct PhraseMatch<TColumn>(TColumn Column, string Value, double Score, long? Rows, MatchKind Kind);
