namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>What a change does that its words as such do not say.</summary>
internal enum TurnChange
{
    /// <summary>What the words say takes the place of what they speak of, or is added where nothing was said of it.</summary>
    Words,

    /// <summary>"as a share"</summary>
    Share,

    /// <summary>"in percent"</summary>
    Percent,

    /// <summary>"how many are there?"</summary>
    Count,

    /// <summary>"the other way round"</summary>
    Reverse,
}

/// <summary>A question, or what one says to change the question before it.</summary>
/// <param name="Tokens">Without the words that only say that something is to change.</param>
/// <param name="Leans">It says that it changes the question before.</param>
/// <param name="Adds">It keeps what there was: "and by country".</param>
internal sealed record TurnWords(IReadOnlyList<Token> Tokens, bool Leans, bool Adds = false, TurnChange Change = TurnChange.Words)
{
    /// <summary>It means nothing without what was asked before.</summary>
    public bool NeedsBefore { get; init; }
}

/// <summary>Tells questions that stand alone from those that change the one before.</summary>
internal sealed class TurnReader(Tokenizer tokenizer, FollowUpTable words)
{
    /// <summary>Longer ones are questions of their own.</summary>
    private const int Longest = 12;

    /// <summary>So many phrases may open a change: "and now only ...".</summary>
    private const int MostOpeners = 4;
    private const string Separator = "; ";

    /// <summary>The turns as words, with places as in <paramref name="joined"/>.</summary>
    /// <param name="joined">All of them, one after the other.</param>
    public IReadOnlyList<TurnWords> Read(IReadOnlyList<string> turns, out string joined)
    {
        joined = string.Join(Separator, turns);
        var result = new List<TurnWords>();
        var start = 0;
        foreach (var turn in turns)
        {
            var offset = start;
            List<Token> tokens = [.. tokenizer.Tokenize(turn).Select(t => t with { Start = t.Start + offset })];
            result.Add(result.Count == 0 ? new TurnWords(tokens, Leans: false) : Read(tokens));
            start += turn.Length + Separator.Length;
        }

        return result;
    }

    public TurnWords Read(string turn) => Read(tokenizer.Tokenize(turn));

    private TurnWords Read(IReadOnlyList<Token> tokens)
    {
        var rest = tokens.Where(t => t.Kind != TokenKind.Punctuation || t.Text is not ("?" or "." or "!" or ";" or ":")).ToList();
        if (rest.Count is 0 or > Longest)
        {
            return new TurnWords(tokens, Leans: false);
        }

        var (isOpened, adds, needs) = (false, false, false);
        for (var i = 0; i < MostOpeners; i++)
        {
            if (Whole(rest) is { } whole)
            {
                return new TurnWords([], Leans: true, Change: whole) { NeedsBefore = true };
            }

            if (words.Openers.FirstOrDefault(o => Begins(rest, o)) is not { } opener || Begins(rest, words.Excluding))
            {
                break;
            }

            rest.RemoveRange(0, opener.Length);
            var said = string.Join(' ', opener);
            (isOpened, adds, needs) = (true, adds || words.Adding.Contains(said), needs || !words.Weak.Contains(said));
        }

        if (words.Closers.FirstOrDefault(c => c.Length < rest.Count && Begins(rest[^c.Length..], c)) is { } closer)
        {
            rest.RemoveRange(rest.Count - closer.Length, closer.Length);
            (isOpened, adds) = (true, false);
        }

        if (words.Excluding.FirstOrDefault(e => e.Length < rest.Count && Begins(rest, e)) is { } excluding)
        {
            var excludes = rest[0] with { Text = words.Excludes, Lower = words.Excludes, Lemma = words.Excludes, Stem = words.Excludes };
            rest.RemoveRange(0, excluding.Length);
            rest.Insert(0, excludes);
            (isOpened, needs) = (true, true);
        }

        return rest.Count == 0 || words.Asking.Any(a => Begins(rest, a.Split(' ')))
            ? new TurnWords(tokens, Leans: false)
            : new TurnWords(rest, isOpened, adds) { NeedsBefore = needs };
    }

    private TurnChange? Whole(List<Token> tokens)
    {
        var phrase = string.Join(' ', tokens.Select(t => t.Lower));
        return words.Percent.Contains(phrase) ? TurnChange.Percent
            : words.Share.Contains(phrase) ? TurnChange.Share
            : words.Counts.Contains(phrase) ? TurnChange.Count
            : words.Reversed.Contains(phrase) ? TurnChange.Reverse
            : null;
    }

    private static bool Begins(List<Token> tokens, IReadOnlyList<string[]> phrases) => phrases.Any(p => Begins(tokens, p));

    private static bool Begins(List<Token> tokens, string[] phrase)
    {
        if (phrase.Length > tokens.Count)
        {
            return false;
        }

        for (var i = 0; i < phrase.Length; i++)
        {
            if (tokens[i].Lower != phrase[i] || tokens[i].Kind == TokenKind.Quoted)
            {
                return false;
            }
        }

        return true;
    }
}
