namespace NlSql.Core.Language.Retrieval.Text;

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

    private readonly Dictionary<string, double> costs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <param name="vocabulary">Words and pieces (<c>##ing</c>, ignored) in order of frequency.</param>
    public WordSegmenter(IEnumerable<string> vocabulary)
    {
        foreach (var (rank, word) in vocabulary.Index())
        {
            if (word.Length >= 2 && word.All(char.IsAsciiLetterLower) && (word.Length > 3 || IsShortWord(word)))
            {
                costs.TryAdd(word, Math.Log(rank + 200));
            }
        }

        lookup = costs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private WordSegmenter(Dictionary<string, double> costs)
    {
        this.costs = costs;
        lookup = this.costs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

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

        return new WordSegmenter(costs);
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

    private static bool IsShortWord(string word) => word is
        "id"
            or "no"
            or "of"
            or "to"
            or "in"
            or "by"
            or "is"
            or "on"
            or "or"
            or "at"
            or "as"
            or "and"
            or "the"
            or "for"
            or "key"
            or "day"
            or "tax"
            or "tag"
            or "log"
            or "map"
            or "age"
            or "sex"
            or "job"
        or "car"
            or "bus"
            or "air"
            or "sea"
            or "end"
            or "new"
            or "old"
            or "big"
            or "low"
            or "max"
            or "min"
            or "sum"
            or "avg"
            or "per"
            or "use"
            or "web"
            or "net"
            or "url"
            or "dns"
            or "gas"
            or "oil"
            or "fee"
        or "pay"
            or "bid"
            or "buy"
            or "cup"
            or "box"
            or "bar"
            or "bin"
            or "bit"
            or "set"
            or "row"
            or "run"
            or "win"
            or "tie"
            or "hit"
            or "era"
            or "art"
            or "law"
            or "lab"
            or "fax"
            or "zip"
            or "pet"
            or "dog"
            or "cat";
}
