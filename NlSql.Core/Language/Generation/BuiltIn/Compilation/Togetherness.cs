using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Which conditions speak of the same related row.</summary>
internal static class Togetherness
{
    /// <summary>Sets of conditions that one row can meet, in the order of the question: "ordered in 2024 and in 2025" are two orders.</summary>
    public static IEnumerable<IReadOnlyList<Filter>> Split(IReadOnlyList<Filter> conditions)
    {
        var sets = new List<List<Filter>>();
        foreach (var condition in conditions)
        {
            if (sets.Count == 0 || sets[^1].Exists(c => ExcludeEachOther(c, condition)))
            {
                // What is no contradiction to anything holds for each of the rows.
                sets.Add(sets.Count == 0 ? [] : [.. sets[^1].Where(c => !ExcludeEachOther(c, condition))]);
            }

            sets[^1].Add(condition);
        }

        return sets;
    }

    /// <summary>Moves "in force" of a table that a related row is reached by into what is said of that row: those who are in a department now.</summary>
    public static IEnumerable<Filter> Gather(IEnumerable<Filter> parts)
    {
        var all = parts.ToList();
        foreach (var force in all.OfType<InForce>().Where(f => !f.IsFormer).ToList())
        {
            var index = all.FindIndex(p => p is Exists { Count: null } exists && Bridges(exists.Related).Contains(force.History.Table));
            if (index >= 0)
            {
                var exists = (Exists)all[index];
                all[index] = exists with { Where = exists.Where is { } where ? new AllOf([where, force]) : force };
                all.Remove(force);
            }
        }

        return all;
    }

    private static IEnumerable<Schema.TableNode> Bridges(EntityRef related) =>
        related.Route?.SkipLast(1).Select(s => s.To)
            ?? (related.Role is { } role && role.Other(related.Table) is var near && near != related.Table ? [near] : []);

    private static bool ExcludeEachOther(Filter a, Filter b) => (a, b) switch
    {
        (OneOf x, OneOf y) => IsSame(x.Column, y.Column)
            && !x.Values.Select(v => v.Text).Intersect(y.Values.Select(v => v.Text), StringComparer.OrdinalIgnoreCase).Any(),
        (Within x, Within y) => IsSame(x.Column, y.Column) && (x.Range.To <= y.Range.From || y.Range.To <= x.Range.From),
        (Compare { Right: NumberConstant n } x, Compare { Right: NumberConstant m } y) =>
            IsSame(x.Left, y.Left) && IsApart(x.Relation, n.Value, y.Relation, m.Value),
        _ => false,
    };

    private static bool IsSame(Expression a, Expression b) => FrameKey.Same(a, b);

    private static bool IsApart(Relation x, decimal n, Relation y, decimal m) => (x, y) switch
    {
        (Relation.Equal, Relation.Equal) => n != m,
        (Relation.Greater or Relation.GreaterOrEqual or Relation.Equal, Relation.Less or Relation.LessOrEqual or Relation.Equal) => IsEmpty(n, m, x, y),
        (Relation.Less or Relation.LessOrEqual or Relation.Equal, Relation.Greater or Relation.GreaterOrEqual or Relation.Equal) => IsEmpty(m, n, y, x),
        _ => false,
    };

    /// <summary>Nothing lies above <paramref name="low"/> and below <paramref name="high"/>.</summary>
    private static bool IsEmpty(decimal low, decimal high, Relation above, Relation below) =>
        low > high || (low == high && (above == Relation.Greater || below == Relation.Less));
}
