using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>
/// <c>SELECT a, b, count(*) ... GROUP BY a</c>: other databases pick any b, PostgreSQL wants it grouped. Only where the statement groups already: where it
/// does not, what was meant cannot be told.
/// </summary>
internal static class GroupCompletion
{
    public static ParseNode Complete(ParseNode select, QueryScope scope, Corrections corrections)
    {
        var groups = select.List("groupClause").ToList();
        if (groups.Count == 0 || scope.IsOpen || !groups.TrueForAll(group => group.Kind == "ColumnRef"))
        {
            return select;
        }

        var grouped = groups.Select(group => Place(group, scope)).ToHashSet();
        var byOutput = select.List("targetList").Select(target => target.Text("name")).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (groups.Exists(group => group.Names("fields") is [var name] && byOutput.Contains(name)))
        {
            return select;
        }

        var before = groups.Count;
        foreach (var value in select.List("targetList").Select(target => target.Node("val")).Where(value => value?.Kind == "ColumnRef"))
        {
            if (Place(value!, scope) is { } place && !grouped.Contains(place) && !IsDetermined(place.Source, grouped))
            {
                groups.Add(value!);
                grouped.Add(place);
                corrections.AddChoice($"{place.Column} is grouped by too");
            }
        }

        return groups.Count == before ? select : select.With("groupClause", groups.ToArray());
    }

    /// <summary>Grouped by its table's primary key, a column has one value a group.</summary>
    private static bool IsDetermined(QuerySource source, HashSet<(QuerySource Source, string Column)?> grouped) =>
        source.Table is { PrimaryKey: { Count: > 0 } key } && key.All(column => grouped.Contains((source, column)));

    private static (QuerySource Source, string Column)? Place(ParseNode reference, QueryScope scope) => reference.Names("fields") switch
    {
        [{ Length: > 0 } column] when scope.Sources.FirstOrDefault(source => source.Has(column)) is { } source => (source, column),
        [.., var qualifier, { Length: > 0 } column]
            when scope.Sources.FirstOrDefault(source => source.Alias == qualifier) is { } source && source.Has(column) =>
                (source, column),
        _ => null,
    };
}
