using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Tables or columns by the words of their comments. A word that stands in the comments of many says nothing; one of few is a weak reading, because a comment
/// also tells what a thing is not.
/// </summary>
internal sealed class CommentWords<TNode>
    where TNode : class
{
    private const int MostWords = 40;
    private const int MostNodes = 3;
    private const double OfOne = 0.62;
    private const double OfFew = 0.55;

    private readonly Dictionary<string, HashSet<TNode>> nodes = new(StringComparer.Ordinal);

    public CommentWords(IEnumerable<(TNode Node, string? Comment)> comments)
    {
        foreach (var (node, comment) in comments.Where(c => !string.IsNullOrWhiteSpace(c.Comment)))
        {
            foreach (var word in IdentifierWords.Split(comment!).Take(MostWords).Where(word => word.Length > 2 && !StopWords.Contains(word)))
            {
                if (!nodes.TryGetValue(Lemmas.Of(word), out var found))
                {
                    nodes[Lemmas.Of(word)] = found = [];
                }

                found.Add(node);
            }
        }
    }

    /// <summary>What has all words of the phrase in its comment, if that is at most a few.</summary>
    public IEnumerable<(TNode Node, double Score)> Find(IReadOnlyList<string> phrase)
    {
        HashSet<TNode>? all = null;
        foreach (var word in phrase)
        {
            if (!nodes.TryGetValue(word, out var found))
            {
                return [];
            }

            if (all is null)
            {
                all = [.. found];
            }
            else
            {
                all.IntersectWith(found);
            }
        }

        return all is { Count: > 0 and <= MostNodes } ? all.Select(node => (node, all.Count == 1 ? OfOne : OfFew)) : [];
    }
}
