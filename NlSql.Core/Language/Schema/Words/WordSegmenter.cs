using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Splits names written without separators (<c>listedsecurity</c>) into known words: the cheapest split by a unigram model whose
/// costs come from a vocabulary in order of frequency (Zipf), lowered for words that the catalog itself uses.
/// </summary>
internal sealed class WordSegmenter
{
    private const int MinLength = 6;
    private const int MaxLength = 64;
    private const int MaxWord = 20;

    // Any letter of an unknown piece costs more than a known word of ten letters would.
    private const double UnknownLetterCost = 7;
    private const double HouseWordCost = 5;

    // Of three letters: "kit" is an ordinary word, and "prd" stands nowhere.
    private const int CommonRanks = 12_000;
    private const int ShortestCommon = 3;

    /// <summary>Words of up to three letters that count; most others of the vocabulary are pieces and short forms.</summary>
    private static readonly FrozenSet<string> ShortWords = WordFile.Lines("short-words").ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, double> costs = new(StringComparer.Ordinal);
    private readonly HashSet<string> common = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <param name="vocabulary">Words and pieces (<c>##ing</c>, ignored) in order of frequency.</param>
    public WordSegmenter(IEnumerable<string> vocabulary)
    {
        foreach (var (rank, word) in vocabulary.Index())
        {
            if (rank < CommonRanks && word.Length == ShortestCommon && word.All(char.IsAsciiLetterLower))
            {
                common.Add(word);
            }

            if (word.Length >= 2 && word.All(char.IsAsciiLetterLower) && (word.Length > 3 || IsShortWord(word)))
            {
                costs.TryAdd(word, Math.Log(rank + 200));
            }
        }

        // Short forms such as "qty" stand in names, but hardly in a vocabulary.
        foreach (var word in costs.Count > 0 ? ShortWords : [])
        {
            costs.TryAdd(word, Math.Log(CommonRanks));
        }

        lookup = costs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private WordSegmenter(Dictionary<string, double> costs, HashSet<string> common)
    {
        this.costs = costs;
        this.common = common;
        lookup = this.costs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Knows no word.</summary>
    public static WordSegmenter None { get; } = new(Array.Empty<string>());

    /// <summary>True for the words that names are split into.</summary>
    public bool Knows(string word) => costs.ContainsKey(word);

    /// <summary>True for ordinary words of any length, as far as the vocabulary lists them early; also for short ones that names are not split into.</summary>
    public bool IsCommon(string word) => Knows(word) || common.Contains(word);

    /// <summary>The same segmenter that also knows <paramref name="words"/>, with preference.</summary>
    public WordSegmenter With(IEnumerable<string> words)
    {
        var costs = new Dictionary<string, double>(this.costs, StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (word.Length is > 3 and <= MaxWord && word.All(char.IsAsciiLetterLower))
            {
                costs[word] = HouseWordCost;
            }
        }

        return new WordSegmenter(costs, common);
    }

    /// <summary>The words of <paramref name="name"/> (lower case); the name itself when it is a word or cannot be split well.</summary>
    public IReadOnlyList<string> Split(string name)
    {
        if (name.Length is < MinLength or > MaxLength
            || costs.ContainsKey(name)
            || !name.All(char.IsAsciiLetterLower)
            || costs.ContainsKey(WordStem.Singular(name)))
        {
            return [name];
        }

        var best = new double[name.Length + 1];
        var from = new int[name.Length + 1];
        Array.Fill(best, double.PositiveInfinity, 1, name.Length);
        for (var end = 1; end <= name.Length; end++)
        {
            for (var start = Math.Max(0, end - MaxWord); start < end; start++)
            {
                var cost = best[start] + CostOf(name.AsSpan(start, end - start));
                if (cost < best[end])
                {
                    best[end] = cost;
                    from[end] = start;
                }
            }
        }

        var words = new List<string>();
        for (var end = name.Length; end > 0; end = from[end])
        {
            words.Insert(0, name[from[end]..end]);
        }

        // A split that needs an unknown rest as long as the words it found is a guess.
        var known = words.Where(w => CostOf(w) < UnknownLetterCost * w.Length || costs.ContainsKey(w)).Sum(static w => w.Length);
        return words.Count > 1 && known * 3 >= name.Length * 2 ? words : [name];
    }

    private double CostOf(ReadOnlySpan<char> word)
    {
        if (lookup.TryGetValue(word, out var cost))
        {
            return cost;
        }

        // Plural of a known word.
        if (word.Length > 4 && word[^1] == 's' && lookup.TryGetValue(word[..^1], out cost))
        {
            return cost + 0.5;
        }

        return UnknownLetterCost * word.Length;
    }

    private static bool IsShortWord(string word) => ShortWords.Contains(word);
}
