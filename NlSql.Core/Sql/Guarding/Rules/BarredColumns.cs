using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// A relation with barred columns gives its other columns, and nothing else: a barred one may not be named, nor may the whole row, nor may columns be
/// renamed by position. A <c>*</c> of which nothing but others is used reads no barred column: <c>EXISTS (SELECT * ...)</c>, <c>WITH w AS (SELECT * ...)</c>.
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
