using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"customers who subscribed to the newsletter", "preferred suppliers": a yes-or-no column that is named is a condition.</summary>
internal sealed class BooleanReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (context.Items[i] is not { Kind: ItemKind.Name, IsUsed: false, TableScore: < 0.9 }
                || context.IsCue(i - 1, CueKind.By, CueKind.Each, CueKind.LeadIn)
                || context.BestColumn(i) is not { Score: > 0.8, Column: { Info.Kind: ColumnKind.Boolean } column }
                || !context.Items.Take(i).Any(k => k.TableScore > 0.7))
            {
                continue;
            }

            context.Use(i, $"{column} = true");
            if (context.At(i - 1) is { Kind: ItemKind.Word } verb && EnglishInflection.IsParticiple(verb.Lower))
            {
                context.Use(i - 1);
            }
            else if (context.IsCue(i - 1, CueKind.In, CueKind.Of, CueKind.With)
                && context.At(i - 2) is { Kind: ItemKind.Word } before
                && EnglishInflection.IsParticiple(before.Lower))
            {
                context.Use(i - 2);
            }

            context.Intent.Conditions.Add(new CompareCondition(
                i,
                new ColumnTerm(column),
                Comparison.Equal,
                new TextOperand(new TextValue("true", IsKnown: true))) { Negation = context.NegationAt(i) });
        }
    }
}
