namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>All rules, by the symbols they begin with: rules that begin alike are read alike once.</summary>
internal sealed class GrammarTrie
{
    private readonly Node root = new();

    public GrammarTrie(IEnumerable<Rule> rules)
    {
        foreach (var rule in rules)
        {
            foreach (var (symbols, slots) in rule.Forms())
            {
                var node = root;
                foreach (var symbol in symbols)
                {
                    if (!node.Next.TryGetValue(symbol, out var next))
                    {
                        node.Next[symbol] = next = new Node();
                    }

                    node = next;
                }

                node.Ends.Add((rule, slots));
            }
        }
    }

    public Node Root => root;

    internal sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = new(StringComparer.Ordinal);

        public List<(Rule Rule, int[] Slots)> Ends { get; } = [];
    }
}
