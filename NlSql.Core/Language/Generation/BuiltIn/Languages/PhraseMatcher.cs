namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>Where a rule holds: how many words it takes, which of them are its own, and which fill its slots.</summary>
internal sealed record PhraseMatch(int Length, IReadOnlyList<int> Own, IReadOnlyList<(int First, int Count)> Slots);

/// <summary>Tells whether a rule holds at a word.</summary>
internal sealed class PhraseMatcher(LanguageTable table, IReadOnlyList<SaidWord> words)
{
    /// <summary>More words are no part of a phrase; also bounds the work for a question of any length.</summary>
    private const int Longest = 8;

    public PhraseMatch? Match(PhraseRule rule, int at, int end) => Match(rule, 0, at, at, end, [], []);

    private PhraseMatch? Match(PhraseRule rule, int element, int first, int at, int end, List<int> own, List<(int First, int Count)> slots)
    {
        if (element == rule.Pattern.Count)
        {
            return new PhraseMatch(at - first, [.. own], [.. slots]);
        }

        var wanted = rule.Pattern[element];
        switch (wanted.Slot)
        {
            case PhraseSlot.End:
                return at == end || EndsClause(words[at]) ? Match(rule, element + 1, first, at, end, own, slots) : null;
            case PhraseSlot.Beginning:
                return at == 0 ? Match(rule, element + 1, first, at, end, own, slots) : null;
            case PhraseSlot.Words:
                for (var count = 1; count <= Longest && at + count <= end && !EndsClause(words[at + count - 1]); count++)
                {
                    slots.Add((at, count));
                    if (Match(rule, element + 1, first, at + count, end, own, slots) is { } match)
                    {
                        return match;
                    }

                    slots.RemoveAt(slots.Count - 1);
                }

                return null;
            case PhraseSlot.Literal:
                if (at < end && words[at].Kind != SaidKind.Quoted && wanted.Literals.Contains(words[at].Key))
                {
                    own.Add(at);
                    if (Match(rule, element + 1, first, at + 1, end, own, slots) is { } match)
                    {
                        return match;
                    }

                    own.RemoveAt(own.Count - 1);
                }

                return wanted.IsOptional ? Match(rule, element + 1, first, at, end, own, slots) : null;
            default:
                if (at >= end || !Fits(wanted.Slot, words[at]))
                {
                    return null;
                }

                slots.Add((at, 1));
                if (Match(rule, element + 1, first, at + 1, end, own, slots) is { } filled)
                {
                    return filled;
                }

                slots.RemoveAt(slots.Count - 1);
                return null;
        }
    }

    private bool Fits(PhraseSlot slot, SaidWord word) => slot switch
    {
        PhraseSlot.Number => word.Kind == SaidKind.Number || (word.Kind == SaidKind.Word && table.Numbers.ContainsKey(word.Key)),
        PhraseSlot.Verb => word.Kind == SaidKind.Word && table.VerbOf(word.Key) is not null,
        PhraseSlot.Month => table.Months.ContainsKey(word.Key),
        _ => word.IsYear,
    };

    private static bool EndsClause(SaidWord word) => word is { Kind: SaidKind.Sign, Key: "," or "?" or "." or "!" or ";" };
}
