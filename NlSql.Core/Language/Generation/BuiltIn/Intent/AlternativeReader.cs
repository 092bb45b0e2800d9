using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>
/// Conditions with an "or" between them that no other reader has made something of become alternatives. It binds the two beside it and no others: "of
/// brand a or
/// above 100, sold in 2024" holds the year for both.
/// </summary>
internal sealed class AlternativeReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        var conditions = context.Intent.Conditions.OrderBy(c => c.Position).ToList();
        var merged = new List<Condition>();
        foreach (var condition in conditions)
        {
            if (merged.Count > 0
                && HasOr(context, merged[^1].Position, condition.Position)
                && merged[^1].Negation == condition.Negation
                && condition is not RelatedCondition)
            {
                var previous = merged[^1];
                var options = previous is AnyOfCondition any ? any.Options : [previous];
                merged[^1] = new AnyOfCondition(condition.Position, [.. options, condition]) { Negation = condition.Negation };
            }
            else
            {
                merged.Add(condition);
            }
        }

        context.Intent.Conditions.Clear();
        context.Intent.Conditions.AddRange(merged);
    }

    private static bool HasOr(ParseContext context, int from, int to)
    {
        for (var k = from + 1; k < to; k++)
        {
            if (context.IsCue(k, CueKind.Or) && !context.Items[k].IsUsed)
            {
                return true;
            }
        }

        return false;
    }
}
