using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>"customers who never ordered": the verb of an event that the database keeps a table of, which elsewhere asks for an order.</summary>
internal sealed class EventVerbReader : IShapeReader
{
    public void Read(Restatement question)
    {
        for (var i = 1; i < question.Items.Count; i++)
        {
            var item = question.Items[i];
            if (!item.Is(CueKind.OrderBy)
                || item.TokenCount != 1
                || !EnglishInflection.IsParticiple(item.Lower)
                || question.Is(i + 1, CueKind.By, CueKind.Ascending, CueKind.Descending, CueKind.Alphabetical)
                || question.At(i - 1) is { Kind: ItemKind.Break } || question.At(i + 1) is { Kind: ItemKind.Name })
            {
                continue;
            }

            var table = question.Schema.Tables.Where(t => t.Words.Count == 1 && item.Lower.StartsWith(t.Words[0], StringComparison.Ordinal))
                .MaxBy(t => t.Info.RowEstimate ?? 0);
            if (table is not null)
            {
                question.Items[i] = new Item
                {
                    Kind = ItemKind.Name,
                    Text = item.Text,
                    FirstToken = item.FirstToken,
                    TokenCount = item.TokenCount,
                    Tables = [(table, 0.9)]
                };
                // "customers (who) ordered": the rows of the event restrict, they are not asked for.
                question.Insert(question.Is(i - 1, CueKind.Not) ? i - 1 : i, CueKind.Relative);
                i++;
            }
        }
    }
}
