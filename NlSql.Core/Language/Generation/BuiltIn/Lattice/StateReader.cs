using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds states that are said in words of their own: "still open" where the end is not there yet, "called off" for cancelled.</summary>
internal sealed class StateReader(WordTable words, INameSource names)
{
    private const int Longest = 3;
    private const double Lasting = 0.84;
    private const double Clear = 0.7;
    private const double Value = 0.9;
    private const double Whole = 0.95;
    private readonly EventReader dates = new(words, names);

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(Longest, tokens.Count - i); count > 0; count--)
        {
            var phrase = string.Join(' ', Enumerable.Range(i, count).Select(k => tokens[k].Lower));
            foreach (var state in words.States)
            {
                var symbol = Array.IndexOf(state.Words, phrase) >= 0 ? Symbols.Unverb : Array.IndexOf(state.Over, phrase) >= 0 ? Symbols.Verb : null;
                if (symbol is not null && Ends(state) is { Count: > 0 } ends)
                {
                    yield return (symbol, count, new ColumnName(ends, IsVerb: true), Lasting);
                }
            }

            if (count == 1 && words.MeasuringVerbs.TryGetValue(phrase, out var measured)
                && names.Columns([measured]).Where(c => c.Node.IsMeasure && c.Score >= Clear).OrderByDescending(c => c.Score).ToList()
                    is { Count: > 0 } columns)
            {
                yield return (Symbols.Column, count, new ColumnName(columns), columns[0].Score);
            }

            if (count > 1)
            {
                foreach (var key in names.WholeRoles([.. Enumerable.Range(i, count).Select(k => tokens[k].Lemma)]))
                {
                    yield return (Symbols.Table, count, new TableName([new Candidate<TableNode>(key.One, Whole)], Role: key), Whole);
                }

                if (words.Partners.TryGetValue(phrase, out var partners)
                    && partners.SelectMany(p => names.Tables([p])).Where(t => t.Score >= Value).ToList() is { Count: > 0 } things)
                {
                    yield return (Symbols.Partner, count, new TableName(things), Value);
                }
            }

            if (count > 1 && words.PhrasalVerbs.TryGetValue(phrase, out var verb))
            {
                foreach (var (symbol, part, score) in Meanings(verb, phrase))
                {
                    yield return (symbol, count, part, score);
                }
            }
        }
    }

    private IEnumerable<(string Symbol, Part Part, double Score)> Meanings(string verb, string phrase)
    {
        if (dates.Of(verb) is { Count: > 0 } found)
        {
            yield return (Symbols.Verb, new ColumnName(found, IsVerb: true), found[0].Score);
        }

        if (names.Flags(verb).Where(f => f.IsYes).Select(f => f.Column).ToList() is { Count: > 0 } flags)
        {
            yield return (Symbols.Flag, new FlagName(flags), flags[0].Score);
        }

        if (names.ValuesByStem(EnglishInflection.Stem(verb)).Where(v => v.Value.Equals(verb, StringComparison.OrdinalIgnoreCase)).ToList()
            is { Count: > 0 } values)
        {
            yield return (Symbols.Value, new ValueWord(phrase, values), Value);
        }
    }

    /// <summary>Dates that are not there as long as it lasts.</summary>
    private List<Candidate<ColumnNode>> Ends(LastingState state) =>
        [.. state.Ends.SelectMany(w => names.Columns([w])).Select(c => c.Node).Distinct()
            .Where(c => c.IsDate && c.Info.IsNullable && c.Words.Any(state.Ends.Contains))
            .Select(c => new Candidate<ColumnNode>(c, Lasting))];
}
