using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Keys by what they say beyond the name of what they refer to: "origin" of <c>origin_airport_id</c>, "manager" of <c>manager_id</c>.</summary>
internal sealed class RoleNames
{
    private readonly Dictionary<string, List<KeyEdge>> byWord = [];

    public RoleNames(IEnumerable<KeyEdge> keys)
    {
        foreach (var key in keys)
        {
            foreach (var word in key.RoleWords)
            {
                if (!byWord.TryGetValue(word, out var same))
                {
                    byWord[word] = same = [];
                }

                same.Add(key);
            }
        }
    }

    public IReadOnlyList<KeyEdge> Of(string lemma) => byWord.GetValueOrDefault(lemma, []);
}
