namespace NlSql.Core.Language.Schema.Words;

/// <summary>Tables or columns by the words, roots and verb forms of their names, so that only few are compared with a phrase.</summary>
internal sealed class NamesByWord<TNode>
{
    private readonly Dictionary<string, HashSet<TNode>> nodes = new(StringComparer.Ordinal);

    public void Add(TNode node, IReadOnlyList<string> words, string joined)
    {
        foreach (var word in words)
        {
            foreach (var key in Keys(word))
            {
                Put(key, node);
            }
        }

        Put(joined, node);
    }

    /// <summary>Adds what shares a word with the phrase, or with what a word of it may mean, to <paramref name="found"/>.</summary>
    public void Collect(IReadOnlyList<string> phrase, Synonyms? synonyms, IReadOnlyDictionary<string, string[]> house, HashSet<TNode> found)
    {
        var written = string.Concat(phrase);
        Collect(written, found);
        foreach (var name in house.TryGetValue(written, out var same) ? same : [])
        {
            Collect(name, found);
        }

        foreach (var word in phrase)
        {
            foreach (var key in Keys(word))
            {
                Collect(key, found);
            }

            foreach (var expansion in Abbreviations.Expand(word))
            {
                Collect(expansion, found);
            }

            foreach (var meaning in synonyms?.Of([word]) ?? [])
            {
                Collect(meaning.Words[0], found);
            }
        }
    }

    private static IEnumerable<string> Keys(string word) =>
        VerbForms.Bases(word).Append("~" + WordStem.Root(word)).Concat(Abbreviations.Expand(word) is [var only] ? [only] : []);

    private void Collect(string key, HashSet<TNode> found)
    {
        if (nodes.TryGetValue(key, out var set))
        {
            found.UnionWith(set);
        }
    }

    private void Put(string key, TNode node)
    {
        if (!nodes.TryGetValue(key, out var set))
        {
            nodes[key] = set = [];
        }

        set.Add(node);
    }
}
