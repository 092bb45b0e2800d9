using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// The general list from everyday words to schema words (<c>synonyms.txt</c>): a reading of a word or phrase is other words with a score, never a
/// decision.
/// </summary>
internal sealed class Synonyms
{
    private const double Same = 0.82;
    private const double FirstMeant = 0.8;
    private const double EachFurther = 0.04;

    private readonly FrozenDictionary<string, Meaning[]> meanings;

    private Synonyms(IEnumerable<string> lines)
    {
        var found = new Dictionary<string, Dictionary<string, double>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Split('>') is [var said, var meant])
            {
                foreach (var (place, phrase) in meant.Split(',').Index())
                {
                    Add(found, said, phrase, FirstMeant - (place * EachFurther));
                }

                continue;
            }

            var names = line.Split('=');
            foreach (var name in names)
            {
                foreach (var other in names.Where(other => other != name))
                {
                    Add(found, name, other, Same);
                }
            }
        }

        meanings = found.ToFrozenDictionary(
            f => f.Key,
            f => f.Value.Select(m => new Meaning(m.Key.Split(' '), m.Value)).OrderByDescending(m => m.Score).ToArray(),
            StringComparer.Ordinal);
        LongestPhrase = meanings.Keys.Max(key => key.Count(c => c == ' ') + 1);
    }

    /// <summary>The list that travels with the product.</summary>
    public static Synonyms English { get; } = new(WordFile.Lines("synonyms"));

    /// <summary>Words in the longest phrase that has a meaning.</summary>
    public int LongestPhrase { get; }

    /// <summary>What <paramref name="lemmas"/> together may mean instead, likeliest first; empty when the list does not know them.</summary>
    public IReadOnlyList<Meaning> Of(IReadOnlyList<string> lemmas) =>
        lemmas.Count <= LongestPhrase && meanings.TryGetValue(lemmas.Count == 1 ? lemmas[0] : string.Join(' ', lemmas), out var found) ? found : [];

    private static void Add(Dictionary<string, Dictionary<string, double>> found, string said, string meant, double score)
    {
        var from = string.Join(' ', Lemmas.OfPhrase(said));
        var to = string.Join(' ', Lemmas.OfPhrase(meant));
        if (from == to)
        {
            return;
        }

        if (!found.TryGetValue(from, out var known))
        {
            found[from] = known = new(StringComparer.Ordinal);
        }

        known[to] = Math.Max(score, known.GetValueOrDefault(to));
    }
}

/// <summary>Words that may be meant, as lemmas, and how likely, 0 to 1.</summary>
internal sealed record Meaning(IReadOnlyList<string> Words, double Score);
