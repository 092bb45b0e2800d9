using NlSql.Core.Generation.BuiltIn.Planning;

namespace NlSql.Core.Generation.BuiltIn.Intent.Shapes;

/// <summary>
/// "countries that have both singers older than 40 and singers younger than 30": conditions that no row can meet together speak of several rows of
/// the value that is asked for. Of rows that are asked for themselves they are alternatives: "students from France and Germany".
/// </summary>
internal sealed class BothShape : IShape
{
    public void Apply(ParseContext context)
    {
        var intent = context.Intent;
        var own = intent.Conditions.Where(c => c.Negation == 0 && c.Table == intent.Subject && c is OneOfCondition or DateCondition or CompareCondition { Left: ColumnTerm }).ToList();
        var sets = Contradiction.Split(own).ToList();
        if (sets.Count < 2)
        {
            return;
        }

        if (intent.Targets is [ColumnTerm { Column: { IsKey: false } column } asked] && column.Table == intent.Subject && intent.Groups.Count == 0 && intent.Sorts.Count == 0)
        {
            intent.Conditions.RemoveAll(own.Contains);
            intent.MetByGroups.AddRange(sets);
            intent.Groups.Add(asked);
        }
        else if (sets.TrueForAll(s => s.Count == 1))
        {
            intent.Conditions.RemoveAll(own.Contains);
            intent.Conditions.Add(new AnyOfCondition(own[0].Position, [.. own]));
        }
    }
}
