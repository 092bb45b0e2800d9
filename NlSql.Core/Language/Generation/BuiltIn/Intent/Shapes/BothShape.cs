using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>
/// "countries that have both singers older than 40 and singers younger than 30": conditions that no row can meet together speak of several rows of
/// the value that is asked for. Of rows that are asked for themselves they are alternatives: "students from France and Germany".
/// </summary>
internal sealed class BothShape : IShape
{
    public void Apply(ParseContext context)
    {
        Split(context);
        var conditions = context.Intent.Conditions.Concat(context.Intent.MetByGroups.SelectMany(s => s)).ToList();
        for (var i = 0; i < context.Items.Count; i++)
        {
            // "both web orders and store orders": the word has done its work when what it announces has become several conditions.
            if (context.IsCue(i, CueKind.Both) && conditions.Sum(c => Announced(c, i)) > 1)
            {
                context.Use(i);
            }
        }
    }

    private static int Announced(Condition condition, int both) => condition switch
    {
        AnyOfCondition any => any.Options.Sum(o => Announced(o, both)),
        OneOfCondition { Values.Count: > 1 } one when one.Position > both => one.Values.Count,
        _ => condition.Position > both ? 1 : 0,
    };

    private static void Split(ParseContext context)
    {
        var intent = context.Intent;
        var own = intent.Conditions
            .Where(c => c.Negation == 0
                && c.Table == intent.Subject
                && c is OneOfCondition or DateCondition or CompareCondition { Left: ColumnTerm })
            .ToList();
        var sets = Contradiction.Split(own).ToList();
        if (sets.Count < 2)
        {
            return;
        }

        if (intent.Targets is [ColumnTerm { Column: { IsKey: false } column } asked]
            && column.Table == intent.Subject
            && intent.Groups.Count == 0
            && intent.Sorts.Count == 0)
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
