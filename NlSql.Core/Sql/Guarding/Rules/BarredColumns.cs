using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// A relation with barred columns gives its other columns, each by its name, and nothing else: no <c>*</c>, no whole row, no renaming by position, even where
/// the one around hands nothing on.
/// </summary>
internal static class BarredColumns
{
    private const int NamedColumns = 8;

    public static Violation? Check(
        GuardScope scope, IReadOnlyList<RelationName> read, IReadOnlyDictionary<ParseNode, RelationName> relations, ParseNode statement)
    {
        if (!read.Any(scope.Barred.ContainsKey))
        {
            return null;
        }

        return ColumnFlow.Of(statement, node => relations.GetValueOrDefault(node), Part).Taken switch
        {
            null => null,
            { Column: { } column } taken =>
                new(GuardRules.ColumnBarred, $"The column \"{column}\" of {taken.Relation} is barred by this site's rules.", taken.Node),
            var taken => Whole(taken, scope.Barred[taken.Relation].Open),
        };

        HiddenPart Part(RelationName relation) => scope.Barred.TryGetValue(relation, out var barred)
            ? HiddenPart.Of(barred.Columns, barred.Open)
            : HiddenPart.None with { Columns = scope.Columns.GetValueOrDefault(relation) };
    }

    private static Violation Whole(Taint taken, IReadOnlyList<string> columns)
    {
        var open = string.Join(", ", columns.Take(NamedColumns)) + (columns.Count > NamedColumns ? ", ..." : "");
        return new(
            GuardRules.ColumnBarred,
            $"\"{taken.Text}\" would reach columns of {taken.Relation} that are barred by this site's rules; name the columns instead: {open}.",
            taken.Node);
    }
}
