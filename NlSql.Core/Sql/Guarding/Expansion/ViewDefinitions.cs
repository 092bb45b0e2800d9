using System.Collections.Concurrent;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding.Expansion;

/// <summary>The queries of views, which the planner puts in the place of their names. Each is read and measured when a statement first names it.</summary>
/// <param name="texts">As PostgreSQL gives them, all names in them with their schema.</param>
public sealed class ViewDefinitions(IReadOnlyDictionary<RelationName, string> texts)
{
    private readonly ConcurrentDictionary<RelationName, Query> measured = new();

    /// <summary>No view is known: none is looked into.</summary>
    public static ViewDefinitions None { get; } = new(new Dictionary<RelationName, string>());

    /// <summary>Its query, by <paramref name="measure"/> unless it has been measured before; null for what is no view.</summary>
    internal Query? Find(RelationName view, Func<string, Query> measure)
    {
        if (!texts.TryGetValue(view, out var text))
        {
            return null;
        }

        return measured.TryGetValue(view, out var known) ? known : measured[view] = measure(text);
    }
}
