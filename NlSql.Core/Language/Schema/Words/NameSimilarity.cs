namespace NlSql.Core.Language.Schema.Words;

/// <summary>How alike a phrase of a question is to a name. All words are lemmas.</summary>
internal sealed class NameSimilarity
{
    private const double HouseName = 0.95;

    private static readonly string[] NameEndings = ["name", "title"];
    private static readonly string[] UnitEndings =
        ["usd", "eur", "euro", "dollar", "kg", "km", "m2", "cm", "mb", "ms", "percent", "hour", "minute", "second", "day"];
    private static readonly string[] WeakEndings = ["code", "type", "date", "id", "description", "number", "detail"];

    private readonly Dictionary<string, HashSet<string>> house;

    /// <param name="houseNames">Groups of names that the site says are the same, each as lemmas written together.</param>
    public NameSimilarity(IReadOnlyList<string[]> houseNames) => house = HouseOf(houseNames);

    /// <summary>Names that the site says are the same as <paramref name="joined"/>.</summary>
    public IReadOnlyCollection<string> HouseNames(string joined) => house.TryGetValue(joined, out var same) ? same : [];

    /// <summary>1 for the same words, less for synonyms, stems and parts; 0 when the phrase holds a word that the name lacks.</summary>
    public Likeness Between(SaidPhrase phrase, IReadOnlyList<string> name, string joined)
    {
        if (phrase.Joined == joined)
        {
            return new Likeness(1, LinkSource.Name);
        }

        if (house.Count > 0 && house.TryGetValue(phrase.Joined, out var same) && same.Contains(joined))
        {
            return new Likeness(HouseName, LinkSource.Glossary);
        }

        if (phrase.Count > name.Count)
        {
            return default;
        }

        var total = 0.0;
        var weakest = new Likeness(1, LinkSource.Name);
        Span<bool> used = stackalloc bool[name.Count];
        for (var word = 0; word < phrase.Count; word++)
        {
            var hits = phrase.Hits(word);
            var (best, at) = (default(Likeness), -1);
            for (var i = 0; i < name.Count; i++)
            {
                if (!used[i] && hits.TryGetValue(name[i], out var alike) && alike.Score >= best.Score)
                {
                    (best, at) = (alike, i);
                }
            }

            if (at < 0)
            {
                return default;
            }

            used[at] = true;
            total += best.Score;
            weakest = best.Score < weakest.Score ? best : weakest;
        }

        return new Likeness(Weigh(total / phrase.Count, phrase.Count, name, used), weakest.Source);
    }

    private static double Weigh(double quality, int covered, IReadOnlyList<string> name, ReadOnlySpan<bool> used)
    {
        var coverage = (double)covered / name.Count;
        if (coverage >= 1)
        {
            return 0.98 * quality;
        }

        // "country" for country_name: what a thing is called stands for the thing; other endings do so less surely.
        if (!used[name.Count - 1] && covered >= name.Count - 1)
        {
            return quality * (NameEndings.Contains(name[^1]) || UnitEndings.Contains(name[^1]) ? 0.92 : WeakEndings.Contains(name[^1]) ? 0.72 : 0.6);
        }

        // "price" for unit_price names the head; "unit" alone hardly means it.
        return quality * ((used[name.Count - 1] ? 0.55 : 0.35) + (0.35 * coverage));
    }

    private static Dictionary<string, HashSet<string>> HouseOf(IReadOnlyList<string[]> groups)
    {
        var house = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var name in group)
            {
                if (!house.TryGetValue(name, out var others))
                {
                    house[name] = others = new(StringComparer.Ordinal);
                }

                others.UnionWith(group);
            }
        }

        return house;
    }
}

/// <param name="Score">0 to 1.</param>
/// <param name="Source">Of the word that fits least.</param>
internal readonly record struct Likeness(double Score, LinkSource Source);
