using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <content>Which of the stretches that overlap is kept: the heaviest first, each word once.</content>
internal sealed partial class Linker
{
    private const double Likely = 0.9;

    /// <summary>Cues that are ordinary nouns and verbs as well, which tables and columns are named with.</summary>
    private static readonly CueKind[] WeakCues =
    [
        CueKind.OrderBy, CueKind.Count, CueKind.Sum, CueKind.LeadIn, CueKind.Top, CueKind.Bottom, CueKind.Rank, CueKind.Times,
        CueKind.Most, CueKind.Average, CueKind.Null, CueKind.NotNull, CueKind.Contains, CueKind.Whose, CueKind.Both,
        CueKind.Percentage, CueKind.Share, CueKind.Rate, CueKind.Change, CueKind.Running, CueKind.Median, CueKind.Ordinal,
        CueKind.More, CueKind.Fewer, CueKind.Ratio, CueKind.With, CueKind.After, CueKind.Distinct, CueKind.Maximum, CueKind.Minimum,
    ];

    private static List<Item> Cover(IReadOnlyList<Token> tokens, List<Span> spans, CancellationToken cancellationToken)
    {
        var taken = new Item?[tokens.Count];
        var chosen = new List<Item>();
        var weighed = new List<(Span Span, double Weight)>(spans.Count);
        foreach (var span in spans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            weighed.Add((span, Weight(span, spans, tokens)));
        }

        foreach (var span in weighed.OrderByDescending(s => s.Weight).ThenBy(s => s.Span.First).Select(s => s.Span))
        {
            if (Enumerable.Range(span.First, span.Count).All(t => taken[t] is null))
            {
                chosen.Add(span.Item);
                for (var t = span.First; t < span.First + span.Count; t++)
                {
                    taken[t] = span.Item;
                }
            }
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            if (taken[i] is null)
            {
                chosen.Add(Make(tokens[i].Kind == TokenKind.Punctuation ? ItemKind.Break : ItemKind.Word, tokens, i, 1));
            }
        }

        return [.. chosen.OrderBy(i => i.FirstToken)];
    }

    /// <summary>A cue that is also an ordinary noun yields to an exact name of the schema where nothing stands for it to act on.</summary>
    private static double Weight(Span span, List<Span> spans, IReadOnlyList<Token> tokens)
    {
        if (span.Item is { Kind: ItemKind.Value, Values.Count: > 0 })
        {
            // "email campaigns": a value of the table that is named next is more likely than a column of another one.
            var after = spans.Where(s => s.First == span.First + span.Count && s.Item.Kind == ItemKind.Name)
                .SelectMany(s => s.Item.Tables)
                .Where(t => t.Score > 0.85)
                .Select(t => t.Table);
            return span.Weight + (after.Any(t => span.Item.Values.Any(v => v.Column.Table == t && v.Score > 0.85)) ? 0.3 : 0);
        }

        if (span.Item.Kind == ItemKind.Name && span.Count > 1 && Math.Max(span.Item.TableScore, span.Item.ColumnScore) < Likely && IsValueAndTable(span, spans))
        {
            return 0.5;
        }

        if (span.Item.Cue is not { } cue || span.Count > 1 || !WeakCues.Contains(cue.Kind))
        {
            return span.Weight;
        }

        var startsSentence = span.First == 0 || tokens[span.First - 1].Kind == TokenKind.Punctuation;
        if (cue.Kind == CueKind.LeadIn && startsSentence)
        {
            return span.Weight;
        }

        var next = span.First + 1;
        var acts = next < tokens.Count && spans.Any(s => s.First == next && s.Item.Kind is ItemKind.Name or ItemKind.Number && s.Weight > 0.5);
        var isName = spans.Any(s => s.First == span.First && s.Count == 1 && s.Item.Kind == ItemKind.Name && s.Weight > 0.9);
        return isName && !(acts && cue.Kind is not (CueKind.LeadIn or CueKind.OrderBy or CueKind.Rank)) ? 0.5 : span.Weight;
    }

    /// <summary>"store orders": a value and the table whose rows have it say more than a name that is only a little like both words.</summary>
    private static bool IsValueAndTable(Span name, List<Span> spans) =>
        spans.Exists(table => table.Item.Kind == ItemKind.Name && table.First > name.First && table.First + table.Count == name.First + name.Count
            && table.Item.TableScore > 0.9
            && spans.Exists(value => value.Item.Kind == ItemKind.Value && value.First == name.First && value.First + value.Count == table.First
                && value.Item.Values.Any(v => v.Score > 0.9 && v.Column.Table == table.Item.Tables[0].Table)));
}
