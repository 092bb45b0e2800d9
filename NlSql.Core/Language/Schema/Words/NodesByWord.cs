namespace NlSql.Core.Language.Schema.Words;

/// <summary>Tables or columns by the words of their names, and by the names as written.</summary>
internal sealed class NodesByWord<TNode>
{
    private readonly Dictionary<string, List<TNode>> byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TNode>> byName = new(StringComparer.Ordinal);

    public IEnumerable<string> Words => byWord.Keys;

    public void Add(TNode node, IReadOnlyList<string> words)
    {
        foreach (var word in words.Distinct(StringComparer.Ordinal))
        {
            Put(byWord, word, node);
        }

        Put(byName, string.Concat(words), node);
    }

    public bool Has(string word) => byWord.ContainsKey(word);

    /// <summary>What is called just so, the words written together.</summary>
    public IReadOnlyList<TNode> Called(string joined) => byName.TryGetValue(joined, out var nodes) ? nodes : [];

    /// <summary>How many nodes have one of the words; a node that has two counts twice.</summary>
    public int Count(IEnumerable<string> words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += byWord.TryGetValue(word, out var nodes) ? nodes.Count : 0;
        }

        return count;
    }

    public void Collect(IEnumerable<string> words, HashSet<TNode> into)
    {
        foreach (var word in words)
        {
            if (byWord.TryGetValue(word, out var nodes))
            {
                into.UnionWith(nodes);
            }
        }
    }

    private static void Put(Dictionary<string, List<TNode>> index, string key, TNode node)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }

        list.Add(node);
    }
}
