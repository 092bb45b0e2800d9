using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>Whether personal data can reach what a statement gives.</summary>
internal static class PersonalReach
{
    /// <summary>
    /// The first relation whose personal columns can reach the result or what decides about it, null when none does; and whether one is used at all. A relation
    /// of which nobody knows whether it has any counts.
    /// </summary>
    public static (RelationName? Source, bool IsTouched) Of(
        GuardScope scope, IReadOnlyList<RelationName> read, IReadOnlyDictionary<ParseNode, RelationName> relations, ParseNode statement)
    {
        if (read.FirstOrDefault(relation => scope.Personal?.ContainsKey(relation) != true) is { } unknown)
        {
            return (unknown, true);
        }

        if (!read.Any(relation => scope.Personal![relation].Count > 0))
        {
            return (null, false);
        }

        var flow = ColumnFlow.Of(statement, node => relations.GetValueOrDefault(node), Part);
        return (flow.Reached?.Relation, flow.Taken is not null);

        HiddenPart Part(RelationName relation)
        {
            var known = scope.Columns.GetValueOrDefault(relation);
            var part = HiddenPart.Of(
                scope.Personal![relation],
                scope.Barred.TryGetValue(relation, out var barred) ? known?.Union(barred.Columns, StringComparer.Ordinal).ToList() : known);
            return scope.OpenFields.TryGetValue(relation, out var open) ? part with { OpenFields = open } : part;
        }
    }
}
