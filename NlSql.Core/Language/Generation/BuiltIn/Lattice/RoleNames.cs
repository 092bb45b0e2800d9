using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Keys by what they say beyond the name of what they refer to: "origin" of <c>origin_airport_id</c>, "manager" of <c>manager_id</c>; by other words for
/// the same role ("boss"), and by the verb of it ("manages", "referred").
/// </summary>
internal sealed class RoleNames
{
    private const int ShortestVerb = 4;
    private const double Sure = 0.9;
    private readonly Dictionary<string, List<KeyEdge>> byWord = [];
    private readonly Dictionary<string, List<KeyEdge>> byRoot = [];
    private readonly Dictionary<TableNode, KeyEdge> parents = [];
    private readonly WordTable words;
    private readonly ShortForms cut;

    public RoleNames(IEnumerable<KeyEdge> keys, WordTable words)
    {
        this.words = words;
        foreach (var key in keys)
        {
            foreach (var word in key.RoleWords.Where(w => !StopWords.Contains(w)))
            {
                Put(byWord, word, key);
                Put(byRoot, RootOf(word), key);
                if (key.IsSelfReference && words.ParentWords.Contains(word))
                {
                    parents.TryAdd(key.One, key);
                }
            }
        }

        cut = new ShortForms(byWord.Keys, WordSegmenter.None);
    }

    /// <summary>Keys that say the word, or where none does a short form of it: <c>plyr_id</c> for "player".</summary>
    public IReadOnlyList<KeyEdge> Of(string lemma) =>
        byWord.GetValueOrDefault(lemma) ?? [.. cut.Of(lemma).Where(c => c.Score >= Sure).SelectMany(c => byWord[c.Name]).Distinct()];

    /// <summary>Keys of the role, or of one that goes by another word: <c>manager_id</c> for "boss".</summary>
    public IReadOnlyList<KeyEdge> Called(string lemma) => Of(lemma) is { Count: > 0 } own ? own
        : [.. words.RoleAliases.GetValueOrDefault(lemma, []).SelectMany(Of).Where(k => k.IsSelfReference).Distinct()];

    /// <summary>Keys to whoever does what the verb says: <c>supervisor_id</c> for "supervises", <c>referring_id</c> for "referred".</summary>
    public IReadOnlyList<KeyEdge> ByVerb(Token verb) => verb.Lower.Length < ShortestVerb ? []
        : byRoot.GetValueOrDefault(RootOf(verb.Lower)) ?? byRoot.GetValueOrDefault(RootOf(verb.Lemma))
            ?? [.. words.RoleAliases.GetValueOrDefault(verb.Lemma, []).SelectMany(Of).Where(k => k.IsSelfReference).Distinct()];

    /// <summary>Keys all of whose words are said: "gift recipient" of <c>gift_recipient_id</c>.</summary>
    public IEnumerable<KeyEdge> Whole(IReadOnlyList<string> lemmas) => Of(lemmas[0]).Where(k => k.RoleWords.SequenceEqual(lemmas, StringComparer.Ordinal));

    /// <summary>The key from the rows of a hierarchy to those above them; null where rows stand side by side.</summary>
    public KeyEdge? ParentOf(TableNode table) => parents.GetValueOrDefault(table);

    /// <summary>"refer", "referred" and "referring" are one.</summary>
    private static string RootOf(string word)
    {
        var root = EnglishInflection.Stem(word.EndsWith('s') ? Schema.Words.WordStem.Singular(word) : word);
        return root.Length > 3 && root[^1] == root[^2] && root[^1] is not ('s' or 'l') ? root[..^1] : root;
    }

    private static void Put(Dictionary<string, List<KeyEdge>> index, string word, KeyEdge key)
    {
        if (!index.TryGetValue(word, out var same))
        {
            index[word] = same = [];
        }

        if (!same.Contains(key))
        {
            same.Add(key);
        }
    }
}
