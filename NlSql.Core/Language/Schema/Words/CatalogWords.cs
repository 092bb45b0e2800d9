using NlSql.Core.Foundation.Caching;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>The different words of a catalog's names, and which of them a word of a question may be: each word is compared once.</summary>
internal sealed class CatalogWords
{
    private const int CachedWords = 2000;
    private const double ShortForm = 0.97;
    private const double SameVerb = 0.93;
    private const double SameRoot = 0.85;
    private const int ShortestRoot = 5;

    private readonly Synonyms synonyms;
    private readonly ShortForms shortForms;
    private readonly Dictionary<string, HashSet<string>> byKey = new(StringComparer.Ordinal);
    private readonly LruCache<string, WordHits> known = new(CachedWords);

    /// <param name="words">Lemmas of all names.</param>
    /// <param name="dictionary">Words of the language: what is one is no short form of another.</param>
    public CatalogWords(IReadOnlyCollection<string> words, Synonyms synonyms, WordSegmenter dictionary)
    {
        this.synonyms = synonyms;
        shortForms = new ShortForms(words, dictionary);
        foreach (var word in words.Distinct(StringComparer.Ordinal))
        {
            foreach (var key in Keys(word))
            {
                if (!byKey.TryGetValue(key, out var set))
                {
                    byKey[key] = set = new(StringComparer.Ordinal);
                }

                set.Add(word);
            }
        }
    }

    /// <param name="said">A lemma.</param>
    public WordHits Of(string said)
    {
        if (known.TryGet(said, out var hits))
        {
            return hits;
        }

        var same = new Dictionary<string, Likeness>(StringComparer.Ordinal);
        foreach (var word in Keys(said).Concat(Abbreviations.Expand(said)).SelectMany(Candidates).Distinct(StringComparer.Ordinal))
        {
            if (Compare(said, word) is { Score: > 0 } likeness)
            {
                same[word] = likeness;
            }
        }

        AddShortForms(same, said, 1);
        var all = new Dictionary<string, Likeness>(same, StringComparer.Ordinal);
        foreach (var meaning in synonyms.Of([said]).Where(m => m.Words.Count == 1 && !byKey.ContainsKey(m.Words[0])))
        {
            AddShortForms(all, meaning.Words[0], meaning.Score);
        }

        foreach (var meaning in synonyms.Of([said]).Where(m => m.Words.Count == 1 && byKey.ContainsKey(m.Words[0])))
        {
            foreach (var word in Candidates(meaning.Words[0]).Where(word => word == meaning.Words[0]))
            {
                all[word] = all.TryGetValue(word, out var other) && other.Score >= meaning.Score ? other : new Likeness(meaning.Score, LinkSource.Synonym);
            }
        }

        hits = new WordHits(said, same, all);
        known.Set(said, hits);
        return hits;
    }

    /// <summary>Where a name has the word itself, another one is no short form of it.</summary>
    private void AddShortForms(Dictionary<string, Likeness> found, string word, double share)
    {
        if (found.Count == 0)
        {
            foreach (var (name, score) in shortForms.Of(word))
            {
                found[name] = new Likeness(Math.Max(score * share, found.GetValueOrDefault(name).Score), LinkSource.Abbreviation);
            }
        }
    }

    private IEnumerable<string> Candidates(string key) => byKey.TryGetValue(key, out var words) ? words : [];

    private static IEnumerable<string> Keys(string word) =>
        VerbForms.Bases(word).Append("~" + WordStem.Root(word)).Concat(Abbreviations.Expand(word) is [var only] ? [only] : []);

    private static Likeness Compare(string said, string named)
    {
        if (said == named)
        {
            return new Likeness(1, LinkSource.Name);
        }

        if (Abbreviations.AreSame(said, named))
        {
            return new Likeness(ShortForm, LinkSource.Abbreviation);
        }

        if (VerbForms.AreSame(said, named))
        {
            return new Likeness(SameVerb, LinkSource.Stem);
        }

        return said.Length >= ShortestRoot && named.Length >= ShortestRoot && WordStem.Root(said) == WordStem.Root(named)
            ? new Likeness(SameRoot, LinkSource.Stem)
            : default;
    }
}

/// <summary>Words of a catalog that a said word may be.</summary>
/// <param name="Same">The word itself, its forms and short forms.</param>
/// <param name="All">These and synonyms.</param>
internal sealed record WordHits(string Said, IReadOnlyDictionary<string, Likeness> Same, IReadOnlyDictionary<string, Likeness> All);
