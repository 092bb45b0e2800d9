namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>
/// Puts a question into words of the grammar's language: phrases by rules, everything else word by word. A word that the table does not have stays as it
/// is, so that it is a name or a value of the database or is not understood. Safe to use from several threads.
/// </summary>
internal sealed class Rewording(LanguageTable table)
{
    /// <summary>Longer texts are declined in any language.</summary>
    private const int Longest = 4_000;

    /// <summary>One word may be a name.</summary>
    private const int LeastOwn = 2;

    /// <summary>The question in words of the grammar; null where it is in those already.</summary>
    /// <param name="isOfDatabase">Tells names and values that are written in the database as the user writes them.</param>
    public RewordedQuestion? Of(string question, Func<SaidWord, bool> isOfDatabase)
    {
        if (question.Length > Longest)
        {
            return null;
        }

        var words = WordCutter.Cut(question);
        return IsInLanguage(words) ? new RewordedQuestion(question, new Pass(table, words, isOfDatabase).All()) : null;
    }

    /// <summary>
    /// By function words: more of them are of this language than of the grammar's. Where there are none, two others tell it that only this language has.
    /// </summary>
    private bool IsInLanguage(IReadOnlyList<SaidWord> words)
    {
        var (ours, theirs) = (0, 0);
        foreach (var word in words.Where(w => w.Kind == SaidKind.Word))
        {
            ours += table.Evidence.Contains(word.Key) ? 1 : 0;
            theirs += table.OfGrammar.Contains(word.Key) ? 1 : 0;
        }

        return ours > theirs || (theirs == 0 && words.Where(table.IsOwn).Skip(LeastOwn - 1).Any());
    }

    private sealed class Pass(LanguageTable table, IReadOnlyList<SaidWord> words, Func<SaidWord, bool> isOfDatabase)
    {
        private readonly PhraseMatcher matcher = new(table, words);

        public List<RewordedWord> All() => [.. Between(0, words.Count)];

        private IEnumerable<RewordedWord> Between(int first, int end, PhraseRule? within = null)
        {
            for (var i = first; i < end;)
            {
                if (Phrase(i, end, i == first ? within : null) is var (rule, match))
                {
                    foreach (var word in Put(rule, match))
                    {
                        yield return word;
                    }

                    i += match.Length;
                    continue;
                }

                foreach (var word in One(i))
                {
                    yield return word;
                }

                i++;
            }
        }

        private (PhraseRule Rule, PhraseMatch Match)? Phrase(int at, int end, PhraseRule? within)
        {
            foreach (var rule in table.RulesAt(words[at].Key).Concat(table.OpenRules))
            {
                if (rule != within && words[at].Kind != SaidKind.Quoted && matcher.Match(rule, at, end) is { Length: > 0 } match)
                {
                    return (rule, match);
                }
            }

            return null;
        }

        private IEnumerable<RewordedWord> Put(PhraseRule rule, PhraseMatch match)
        {
            // What has no words of its own stands for those of its slots.
            var own = match.Own.Count > 0 ? match.Own : [.. match.Slots.Select(s => s.First)];
            var (start, end) = (words[own[0]].Start, words[own[0]].End);
            foreach (var i in own.Skip(1).TakeWhile(i => words[i].Start <= end + 1))
            {
                end = words[i].End;
            }

            foreach (var text in rule.Template)
            {
                if (PhraseRule.SlotOf(text) is not var (before, slot))
                {
                    yield return new RewordedWord(text, start, end);
                    continue;
                }

                var (first, count) = match.Slots[slot];
                if (rule.Slots[slot] == PhraseSlot.Year)
                {
                    yield return new RewordedWord(before + words[first].Key, words[first].Start, words[first].End);
                    continue;
                }

                var isFirst = true;
                foreach (var word in Between(first, first + count, rule))
                {
                    yield return isFirst ? word with { Text = before + word.Text } : word;
                    isFirst = false;
                }
            }
        }

        private IEnumerable<RewordedWord> One(int i)
        {
            var word = words[i];
            if (word.IsYear && i > 0 && StandsByItself(i))
            {
                yield return As("in");
            }

            if (word.Kind != SaidKind.Word)
            {
                yield return As(word.Key);
            }
            else if (table.Genitives.Contains(word.Key) && i > 0 && NounAt(i - 1) is not null)
            {
                yield return As("of");
            }
            else if (!table.Dropped.Contains(word.Key))
            {
                foreach (var reworded in Known(i) ?? [As(IsName(i) ? word.Text : word.Text.ToLowerInvariant())])
                {
                    yield return reworded;
                }
            }

            RewordedWord As(string text) => new(text, word.Start, word.End);
        }

        /// <summary>All nouns have capitals: one that nobody knows is no name for that, unless it is called one or stands beside another.</summary>
        private bool IsName(int i) => isOfDatabase(words[i]) || (i > 0 && table.Naming.Contains(words[i - 1].Key)) || IsUnknown(i - 1) || IsUnknown(i + 1);

        private bool IsUnknown(int i) => i >= 0 && i < words.Count && words[i] is { Kind: SaidKind.Word, IsCapitalised: true } && Known(i) is null;

        private IReadOnlyList<RewordedWord>? Known(int i)
        {
            var word = words[i];
            var plain = table.Words.GetValueOrDefault(word.Key) ?? table.Months.GetValueOrDefault(word.Key) ?? table.Numbers.GetValueOrDefault(word.Key);
            if (plain is not null)
            {
                return plain.Length == 0 ? [] : As(plain);
            }

            if (isOfDatabase(word))
            {
                return null;
            }

            // Nouns begin with a capital: "Kosten" are costs, "kosten" is to cost.
            var named = table.Names.GetValueOrDefault(word.Key);
            var bent = table.VerbOf(word.Key) ?? table.AdjectiveOf(word.Key);
            var noun = NounAt(i);
            return named is not null ? As(named)
                : bent is not null && (noun is null || !word.IsCapitalised || i == 0) ? As(bent)
                : noun is not null ? As(Called(noun, i))
                : table.PartsOf(word.Key) is { } parts ? [.. Split(parts, i)]
                : null;

            IReadOnlyList<RewordedWord> As(string text) => [new RewordedWord(text, word.Start, word.End)];
        }

        /// <summary>"Bestelldatum" are two words, each of which stands for its own part where the user's letters and the table's are as many.</summary>
        private IEnumerable<RewordedWord> Split(IReadOnlyList<(int Start, Noun Noun)> parts, int i)
        {
            var word = words[i];
            for (var part = 0; part < parts.Count; part++)
            {
                var isLast = part == parts.Count - 1;
                var isExact = word.Key.Length == word.Text.Length;
                var start = isExact ? word.Start + parts[part].Start : word.Start;
                var end = isExact && !isLast ? word.Start + parts[part + 1].Start : word.End;
                yield return new RewordedWord(isLast ? Called(parts[part].Noun, i) : parts[part].Noun.One, start, end);
            }
        }

        private string Called(Noun noun, int i) => noun.IsMany && !(i > 0 && table.Singular.Contains(words[i - 1].Key)) ? noun.Many : noun.One;

        private Noun? NounAt(int i) => words[i].Kind != SaidKind.Word ? null : table.NounOf(words[i].Key);

        /// <summary>"Umsatz 2024", "gab es 2024": a year, not a number of something.</summary>
        private bool StandsByItself(int i) => table.BeforeYears.Contains(words[i - 1].Key)
            || ((NounAt(i - 1) is not null || table.PartsOf(words[i - 1].Key) is not null) && !table.Months.ContainsKey(words[i - 1].Key));
    }
}
