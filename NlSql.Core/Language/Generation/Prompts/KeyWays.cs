using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>The shortest way along keys from one table to another, as conditions of joins.</summary>
internal sealed class KeyWays(IReadOnlyList<ForeignKey> keys)
{
    /// <summary>Longer ways are hardly what was meant.</summary>
    private const int Longest = 3;

    private readonly ILookup<RelationName, ForeignKey> of = keys.Distinct()
        .SelectMany(key => ((RelationName[])[key.From, key.To]).Distinct().Select(end => (end, key)))
        .ToLookup(k => k.end, k => k.key);

    /// <summary><c>orders.customer_id = customers.id and ...</c>; null where no short way leads there.</summary>
    public string? Between(RelationName from, RelationName to)
    {
        Dictionary<RelationName, string> reached = new() { [from] = "" };
        List<RelationName> front = [from];
        for (var steps = 0; steps < Longest && front.Count > 0; steps++)
        {
            List<RelationName> next = [];
            foreach (var (end, key) in front.SelectMany(end => of[end].Select(key => (end, key))))
            {
                var other = key.From == end ? key.To : key.From;
                var way = string.Join(" and ", ((string[])[reached[end], Condition(key)]).Where(part => part.Length > 0));
                if (reached.TryAdd(other, way))
                {
                    next.Add(other);
                }
            }

            if (reached.TryGetValue(to, out var found))
            {
                return found;
            }

            front = next;
        }

        return null;
    }

    private static string Condition(ForeignKey key) => string.Join(
        " and ",
        key.FromColumns.Zip(key.ToColumns, (from, to) =>
            $"{PromptName.Of(key.From)}.{PromptName.Of(from)} = {PromptName.Of(key.To)}.{PromptName.Of(to)}"));
}
