using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Tables named but not otherwise used restrict the rows: "students who have pets".</summary>
internal sealed class MentionReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        var intent = context.Intent;
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (context.Items[i] is not { Kind: ItemKind.Name, IsUsed: false } || !context.IsTable(i) || context.TableOf(i) is not { } table)
            {
                continue;
            }

            context.Use(i, table.ToString());
            var negation = context.NegationAt(i);
            var isKnown = intent.Conditions.Any(c => c.Table == table && c.Negation == negation)
                || intent.Targets.Concat(intent.Groups).Any(t => t.Table == table)
                || table == context.Subject;
            if (!isKnown || (negation > 0 && table != context.Subject && !intent.Conditions.Any(c => c.Table == table && c.Negation == negation)))
            {
                intent.Conditions.Add(new RelatedCondition(i, table) { Negation = negation });
            }
        }
    }
}
