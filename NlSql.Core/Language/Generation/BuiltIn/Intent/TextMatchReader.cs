using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"whose name contains 'ar'", "starting with the letter S".</summary>
internal sealed class TextMatchReader : IIntentReader
{
    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            var item = context.Items[i];
            if (item.IsUsed || !item.IsAny(CueKind.Contains, CueKind.StartsWith, CueKind.EndsWith))
            {
                continue;
            }

            var at = i + 1;
            while (context.IsCue(at, CueKind.Contains, CueKind.StartsWith, CueKind.In))
            {
                at++;
            }

            var text = context.At(at);
            if (text is null
                || !(text.Kind == ItemKind.Value || (text.Kind is ItemKind.Word && text.Text.Length <= 3))
                || (item.Is(CueKind.Contains) && !text.IsQuoted && text.Values.Any(v => v.Score >= 1)))
            {
                continue;
            }

            var column = ColumnBefore(context, i) ?? context.Subject.Display.FirstOrDefault(c => c.IsText);
            if (column is null)
            {
                continue;
            }

            var match = item.Cue!.Kind switch { CueKind.StartsWith => TextMatch.StartsWith, CueKind.EndsWith => TextMatch.EndsWith, _ => TextMatch.Contains };
            for (var k = at; k < context.Items.Count; k++)
            {
                if (context.Items[k].Kind == ItemKind.Value || k == at)
                {
                    context.Intent.Conditions.Add(new MatchCondition(k, column, match, context.Items[k].Text) { Negation = context.NegationAt(i) });
                    context.Use(k);
                }
                else if (!context.IsCue(k, CueKind.Or))
                {
                    break;
                }
            }

            context.Use(i);
        }
    }

    private static ColumnNode? ColumnBefore(ParseContext context, int i)
    {
        for (var k = i - 1; k >= Math.Max(0, i - 5); k--)
        {
            if (context.Items[k] is { Kind: ItemKind.Name, IsUsed: false } && context.BestColumn(k, null, c => c.IsText) is { } best && !context.IsTable(k))
            {
                // A name that is also asked for ("the names that contain ...") stays for the target reader.
                if (context.IsCue(k - 1, CueKind.Whose, CueKind.With, CueKind.Their))
                {
                    context.Use(k);
                }

                return best.Column;
            }
        }

        return null;
    }
}
