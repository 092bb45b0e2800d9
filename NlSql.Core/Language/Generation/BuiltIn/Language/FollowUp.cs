namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>
/// Makes a whole question of one that only changes the last: "and by country?" adds a breakdown, "by country instead" replaces it, "only 2025" replaces or
/// adds the period, "top 5 instead" replaces the number, "only Germany" adds a restriction.
/// </summary>
internal sealed class FollowUp(Lexicon lexicon, Tokenizer tokenizer, DateExpressions dates)
{
    /// <summary>Longer ones are questions of their own.</summary>
    private const int Longest = 6;

    /// <summary>"only the top 3": so many of the rows of the question before, whatever it asked for; null for everything else.</summary>
    public (int Count, bool IsBottom)? Rank(string question, string previous)
    {
        var (rest, _, _) = Strip(tokenizer.Tokenize(question).Where(t => t.Kind != TokenKind.Punctuation).ToList());
        rest = [.. rest.Where(t => !lexicon.Stopwords.Contains(t.Lower) || t.Number > 0)];
        return rest is [var cue, { Number: >= 1 and < 1000 } number]
            && decimal.IsInteger(number.Number)
            && lexicon.FindCue(cue.Lower)?.Kind is CueKind.Top or CueKind.Bottom
            && !HasRank(tokenizer.Tokenize(previous))
            ? ((int)number.Number, lexicon.FindCue(cue.Lower)!.Kind == CueKind.Bottom)
            : null;
    }

    private bool HasRank(IReadOnlyList<Token> tokens) =>
        tokens.Skip(1).Index().Any(next => CueAt(tokens, next.Index) is CueKind.Top or CueKind.Bottom && next.Item.Number > 0);

    /// <summary>The whole question, or <paramref name="question"/> itself when it stands alone.</summary>
    public string Complete(string question, string previous)
    {
        var tokens = tokenizer.Tokenize(question).Where(t => t.Kind != TokenKind.Punctuation).ToList();
        var (rest, opener, closer) = Strip(tokens);
        if (rest.Count is 0 or > Longest || Asks(rest))
        {
            return question;
        }

        var before = tokenizer.Tokenize(previous);
        var text = question[rest[0].Start..rest[^1].End];
        if (CueAt(rest, 0) is CueKind.By or CueKind.Each)
        {
            var adds = opener is not null && lexicon.FollowUps.Adding.Contains(opener) && closer is null;
            return BreakDown(previous, before, rest, text, adds);
        }

        if (CueAt(rest, 0) is CueKind.Top or CueKind.Bottom && rest.Count == 2 && rest[1].Number > 0)
        {
            var at = Enumerable.Range(0, before.Count).FirstOrDefault(
                i => CueAt(before, i) is CueKind.Top or CueKind.Bottom && i + 1 < before.Count && before[i + 1].Number > 0,
                -1);
            return at < 0 ? $"{text} {previous}" : Replace(previous, before[at].Start, before[at + 1].End, text);
        }

        var isWhole = opener is null && closer is null && CueAt(rest, 0) != CueKind.In;
        if (isWhole)
        {
            return question;
        }

        var start = CueAt(rest, 0) is CueKind.In or CueKind.Of ? 1 : 0;
        if (start < rest.Count && Period(rest, start) is { } period && start + period == rest.Count)
        {
            var old = Enumerable.Range(0, before.Count).Select(i => (At: i, Length: Period(before, i))).FirstOrDefault(p => p.Length is not null);
            var date = question[rest[start].Start..rest[^1].End];
            return old.Length is { } length ? Replace(previous, before[old.At].Start, before[old.At + length - 1].End, date) : $"{Open(previous)} in {date}";
        }

        var mayBeAnother = start == 0 && opener is not null && lexicon.FollowUps.Adding.Contains(opener);
        return start < rest.Count && !mayBeAnother ? $"{Open(previous)} {(start > 0 ? text : $"{lexicon.FollowUps.Joining} {text}")}" : question;
    }

    /// <summary>Has a question word of its own: "just show all customers", "in which countries do we sell?".</summary>
    private bool Asks(List<Token> tokens) =>
        tokens.Index()
            .Any(t => CueAt(tokens, t.Index) is CueKind.LeadIn or CueKind.Count
                || lexicon.FindCue(Phrase(tokens, t.Index, 2))?.Kind is CueKind.LeadIn or CueKind.Count or CueKind.HowMuch or CueKind.HowOld);

    private string BreakDown(string previous, IReadOnlyList<Token> before, List<Token> rest, string text, bool adds)
    {
        var by = Enumerable.Range(0, before.Count).FirstOrDefault(i => CueAt(before, i) is CueKind.By or CueKind.Each, -1);
        if (by < 0)
        {
            return $"{Open(previous)} {text}";
        }

        var end = by + 1;
        while (end < before.Count
            && before[end].Kind is TokenKind.Word
            && CueAt(before, end) is not (CueKind.In or CueKind.Of or CueKind.Since or CueKind.Before or CueKind.After or CueKind.With or CueKind.Relative))
        {
            end++;
        }

        var last = before[end - 1];
        return adds
            ? Replace(previous, last.End, last.End, $" and {string.Join(' ', rest.Skip(1).Select(t => t.Text))}")
            : Replace(previous, before[by].Start, last.End, text);
    }

    private (List<Token> Remaining, string? Opener, string? Closer) Strip(List<Token> tokens)
    {
        var opener = lexicon.FollowUps.Openers.FirstOrDefault(o => Phrase(tokens, 0, o.Split(' ').Length) == o);
        var rest = tokens.Skip(opener?.Split(' ').Length ?? 0).ToList();
        var closer = lexicon.FollowUps.Closers.FirstOrDefault(c => rest.Count > 1 && Phrase(rest, rest.Count - c.Split(' ').Length, c.Split(' ').Length) == c);
        return (rest.Take(rest.Count - (closer?.Split(' ').Length ?? 0)).ToList(), opener, closer);
    }

    private int? Period(IReadOnlyList<Token> tokens, int i) => dates.At(tokens, i)?.Length ?? (DateExpressions.IsYear(tokens[i]) ? 1 : null);

    private CueKind? CueAt(IReadOnlyList<Token> tokens, int i) => lexicon.FindCue(tokens[i].Lower)?.Kind;

    private static string Phrase(List<Token> tokens, int first, int count) =>
        first < 0 ? "" : string.Join(' ', tokens.Skip(first).Take(count).Select(t => t.Lower));

    private static string Replace(string text, int start, int end, string with) => string.Concat(text.AsSpan(0, start), with, text.AsSpan(end));

    private static string Open(string question) => question.TrimEnd(' ', '?', '.', '!');
}
