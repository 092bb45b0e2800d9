using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds tables and columns, flags, and date columns by the verbs of their events.</summary>
internal sealed class NameReader(Lexicon lexicon, WordTable words, INameSource names)
{
    private readonly FactReader facts = new(words, names);
    private readonly EventReader events = new(words, names);
    private readonly StateReader states = new(words, names);
    private const int LongestName = 5;
    private const int MostTables = 6;
    private const int MostColumns = 40;
    private const double Weakest = 0.55;
    private const double Exact = 0.98;

    private const double WeakestFlag = 0.7;
    private const double SaidWhole = 0.8;

    /// <summary>"customer" is the thing rather than the key that refers to it.</summary>
    private const double Reference = 0.15;

    /// <summary>"number" alone is rather "number of" than a column.</summary>
    private const double FunctionWord = 0.4;

    /// <summary>A role said alone stands for the one who has it.</summary>
    private const double RoleAlone = 0.88;
    private const double RoleSaid = 0.05;

    /// <summary>"state" of a column that is called "state province county".</summary>
    private const double OneOfSeveral = 0.7;

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        for (var count = Math.Min(LongestName, tokens.Count - i); count > 0; count--)
        {
            foreach (var reading in Names(tokens, i, count))
            {
                yield return reading;
                if (reading.Symbol != Symbols.Flag && i + count < tokens.Count && !IsNamed(tokens[i + count])
                    && (words.MemberWords.Contains(tokens[i + count].Lower) || (words.NumberNouns.Contains(tokens[i + count].Lower)
                        && reading.Part is ColumnName { Columns: [{ Node.IsText: true }, ..] })))
                {
                    // "staff members" are the staff, "reference numbers" the references.
                    yield return (reading.Symbol, count + 1, reading.Part, reading.Score);
                }
            }
        }

        foreach (var reading in facts.At(tokens, i))
        {
            yield return reading;
        }

        foreach (var reading in Roles(tokens, i).Concat(states.At(tokens, i)))
        {
            yield return reading;
        }

        if (words.PersonNouns.Contains(tokens[i].Lower) && names.People is { Count: > 0 } people)
        {
            yield return (Symbols.Table, 1, new TableName(people), people[0].Score);
        }

        if (tokens[i].Lower.StartsWith(words.NegativePrefix, StringComparison.Ordinal)
            && events.Of(tokens[i].Lower[words.NegativePrefix.Length..]) is { Count: > 0 } undone)
        {
            yield return (Symbols.Unverb, 1, new ColumnName(undone, IsVerb: true), undone[0].Score);
        }

        if (i + 1 < tokens.Count && words.ClassesOf($"{tokens[i].Lower} {tokens[i + 1].Lower}").Contains("age")
            && events.Of(words.AgeVerb) is { Count: > 0 } asked)
        {
            yield return (Symbols.Age, 2, new ColumnName(asked), 0.95);
        }

        if (words.ClassesOf(tokens[i].Lower).Contains("age") && events.Of(words.AgeVerb) is { Count: > 0 } births)
        {
            yield return (Symbols.Age, 1, new ColumnName(births), 0.95);
        }

        if (i + 1 < tokens.Count && names.DatesOf($"{tokens[i].Lower} {tokens[i + 1].Lower}") is { Count: > 0 } phrasal)
        {
            // "went out", "signed up"
            yield return (Symbols.Verb, 2, new ColumnName(phrasal, IsVerb: true), phrasal[0].Score);
        }

        if (tokens[i].Kind == TokenKind.Word && !IsPreposition(tokens[i]) && events.Of(tokens[i].Lower) is { Count: > 0 } verbs)
        {
            yield return (Symbols.Verb, 1, new ColumnName(verbs, IsVerb: true), verbs[0].Score);
            if (EnglishInflection.IsParticiple(tokens[i].Lower) || words.Verbs.ContainsKey(tokens[i].Lower))
            {
                yield return (Symbols.PastVerb, 1, new ColumnName(verbs, IsVerb: true), verbs[0].Score);
            }

            if (i + 1 < tokens.Count && lexicon.AreSynonyms(tokens[i + 1].Lemma, "date"))
            {
                yield return (Symbols.Column, 2, new ColumnName(verbs), verbs[0].Score);
            }
        }
    }

    /// <summary>A player is who plays, not what has been played.</summary>
    private static bool IsAgent(Token verb, TableNode table) =>
        table.Words.Any(w => w.StartsWith(verb.Stem, StringComparison.Ordinal) && w[verb.Stem.Length..] is "er" or "r" or "or");

    /// <summary>"date of birth" of <c>birthdt</c>: every word of the name, and no other.</summary>
    private static bool AreAll(List<string> phrase, ColumnNode column) => phrase.Count > 1 && phrase.Count == column.Words.Count
        && phrase.TrueForAll(column.Words.Contains);

    private bool IsNamed(Token token) =>
        names.Tables([token.Lemma]).Any(t => t.Score >= RoleAlone) || names.Columns([token.Lemma]).Any(c => c.Score >= RoleAlone);

    private bool IsDone(List<Token> stretch) =>
        stretch.Count == 1 && EnglishInflection.IsParticiple(stretch[0].Lower) && words.ClassesOf(stretch[0].Lower).Contains("light");

    private IEnumerable<(string Symbol, int Length, Part Part, double Score)> Names(IReadOnlyList<Token> tokens, int i, int count)
    {
        var stretch = Enumerable.Range(i, count).Select(k => tokens[k]).ToList();
        if (stretch.Exists(t => (t.Kind == TokenKind.Punctuation && (!IsHyphen(t) || t == stretch[0] || t == stretch[^1]))
            || (t.Kind == TokenKind.Quoted && !(t.IsQuotedAsName && count == 1))) || IsEdge(stretch[^1])
            || (count > 1 && IsJoint(stretch[0])) || (count == 1 && stretch[0].Kind == TokenKind.Word && IsPreposition(stretch[0])))
        {
            yield break;
        }

        List<string> phrase = [.. stretch.Where(t => t.Lower is not "'s" && !IsHyphen(t) && !(stretch.Count > 1 && IsJoint(t))).SelectMany(LemmasOf)];
        if (phrase.Count == 0)
        {
            yield break;
        }

        var crosses = phrase.Count < count && count > 1 && !stretch.Exists(IsHyphen);
        var tables = crosses ? [] : names.Tables(phrase).Where(t => t.Score >= Weakest).OrderByDescending(t => t.Score).Take(MostTables).ToList();
        var columns = ColumnsOf(phrase, stretch)
            .Where(c => c.Score >= (!crosses ? Weakest : words.Loaded.Contains(stretch[0].Lower) ? 0.99 : AreAll(phrase, c.Node) ? SaidWhole : 0.97)
                && (!crosses || (c.Node.Words.Count >= phrase.Count && !c.Node.IsForeignKey)))
            .OrderByDescending(c => c.Score).Take(MostColumns).ToList();
        if (count == 1 && (words.Loaded.Contains(stretch[0].Lower) || words.ClassesOf(stretch[0].Lower).Contains("countnoun")))
        {
            var isPlace = words.ClassesOf(stretch[0].Lower).Any(c => c is "first" or "last");
            columns = [.. columns.Where(c => !isPlace || c.Score >= Exact)
                .Select(c => c with { Score = c.Score - FunctionWord }).Where(c => c.Score >= Weakest)];
        }

        if (IsDone(stretch))
        {
            // "scored the most goals": the verb says no more than that they were had.
            columns = [.. columns.Select(c => c with { Score = c.Score - Reference }).Where(c => c.Score >= Weakest)];
        }

        if (tables.Count > 0 && tables[0].Score >= Exact && columns.Count > 0 && columns[0].Score < Exact)
        {
            // Words that name a thing exactly are not a part of some column's name.
            columns = [.. columns.Select(c => c with { Score = c.Score - Reference }).Where(c => c.Score >= Weakest)];
        }

        if (tables.Count > 0 && tables[0].Score >= Exact)
        {
            // A number that is called like the things is how many of them there are: a summary's, where the things themselves can be counted.
            columns = [.. columns.Select(c => c.Node.IsMeasure && c.Node.Table != tables[0].Node ? c with { Score = c.Score - Reference } : c)
                .OrderByDescending(c => c.Score)];
        }

        if (count > 1 && lexicon.Periods.TryGetValue(stretch[0].Lower, out var unit) && unit != stretch[0].Lemma)
        {
            // "monthly revenue" asks for the revenue of each month, also where a summary is called so.
            tables = [.. tables.Select(t => t with { Score = t.Score - Reference })];
        }

        var best = Math.Max(tables.Count > 0 ? tables[0].Score : 0, columns.Count > 0 ? columns[0].Score : 0);
        if (best == 0 || (IsEdge(stretch[0]) && best < Exact))
        {
            yield break;
        }

        if (tables.Count > 0)
        {
            var isDone = count == 1 && tables[0].Score < 0.9 && EnglishInflection.IsParticiple(stretch[0].Lower);
            var isAgent = isDone && IsAgent(stretch[0], tables[0].Node);
            yield return (Symbols.Table, count, new TableName(tables, isDone && !isAgent)
                { IsOfAgent = isAgent, Alias = tables[0].Node.Words.Contains(phrase[0]) || phrase.Count > 1 ? null : phrase[0] }, tables[0].Score);
        }

        if (columns.Count > 0)
        {
            yield return (Symbols.Column, count, new ColumnName(columns) { IsDone = IsDone(stretch) }, columns[0].Score - 0.01);
            var flags = columns.Where(c => c.Score >= WeakestFlag && IsFlag(c.Node)).ToList();
            if (flags.Count > 0)
            {
                yield return (Symbols.Flag, count, new FlagName(flags), Math.Min(1, flags[0].Score + 0.1));
            }
        }
    }

    /// <summary>"origin airport", "destination city", and "manager" for the one who is.</summary>
    private IEnumerable<(string Symbol, int Length, Part Part, double Score)> Roles(IReadOnlyList<Token> tokens, int i)
    {
        foreach (var key in RolesOf(tokens[i]))
        {
            yield return (
                Symbols.Table,
                1,
                new TableName([new Candidate<TableNode>(key.One, RoleAlone)], EnglishInflection.IsParticiple(tokens[i].Lower), key),
                RoleAlone);
            for (var count = Math.Min(2, tokens.Count - i - 1); count > 0; count--)
            {
                foreach (var (_, _, part, score) in Names(tokens, i + 1, count))
                {
                    if (part is TableName table && table.Tables.FirstOrDefault(t => t.Node == key.One) is { } one)
                    {
                        yield return (Symbols.Table, count + 1, new TableName([one], Role: key), Math.Min(1, score + RoleSaid));
                    }
                    else if (part is ColumnName column
                        && column.Columns.Where(c => c.Node.Table == key.One && !key.One.Key.Contains(c.Node)).ToList() is { Count: > 0 } own)
                    {
                        yield return (Symbols.Column, count + 1, new ColumnName(own, Role: key), Math.Min(1, own[0].Score + RoleSaid));
                    }
                }
            }
        }
    }

    private IEnumerable<KeyEdge> RolesOf(Token token)
    {
        if (token.Kind != TokenKind.Word)
        {
            return [];
        }

        if (words.ClassesOf(token.Lower).Any(c => c is "by" or "of" or "to" or "in" or "within"))
        {
            // "by" of referred_by is no role that anybody has.
            return [];
        }

        var said = names.Roles(token.Lemma) is { Count: > 0 } own ? own : names.RolesCalled(token.Lemma);
        var alike = words.Origins.Contains(token.Lower) ? words.Origins : words.Destinations.Contains(token.Lower) ? words.Destinations : null;
        return said.Count > 0 || alike is null || words.Fillers.Contains(token.Lower) ? said : alike.SelectMany(names.Roles).Distinct();
    }

    /// <summary>"left-footed" is two words of a name.</summary>
    private static bool IsHyphen(Token token) => token is { Kind: TokenKind.Punctuation, Text: "-" };

    private static bool IsFlag(ColumnNode column) => column.Flag is not null || column.Info.Kind == ColumnKind.Boolean;

    /// <summary>"surname" is asked for under the words that columns have for it too; a key is not what it refers to.</summary>
    private IEnumerable<Candidate<ColumnNode>> ColumnsOf(List<string> phrase, List<Token> stretch)
    {
        var found = names.Columns(phrase);
        if (lexicon.Phrases.TryGetValue(string.Join(' ', stretch.Select(t => t.Lower)), out var replaced))
        {
            found = found.Concat(names.Columns(replaced)).GroupBy(c => c.Node).Select(g => g.MaxBy(c => c.Score)!);
        }

        found = Literally(phrase, [.. found]);
        return found.Select(c => c.Node.IsForeignKey && c.Score < Exact && !phrase.Contains(c.Node.Words[^1]) ? c with { Score = c.Score - Reference } : c);
    }

    /// <summary>A column that is called by the very word, be it among others, before those called by another word for it.</summary>
    private static List<Candidate<ColumnNode>> Literally(List<string> phrase, List<Candidate<ColumnNode>> found)
    {
        if (phrase.Count > 1 || found.Exists(c => c.Node.Words.Contains(phrase[0]) && c.Score >= Weakest)
            || !found.Exists(c => c.Node.Words[0] == phrase[0] && c.Node.Words.Count > 2))
        {
            return found;
        }

        return found.ConvertAll(c => c.Node.Words[0] == phrase[0] && c.Node.Words.Count > 2 ? c with { Score = OneOfSeveral } : c);
    }

    /// <summary>"date of birth" is two words of a name and one between them.</summary>
    private bool IsJoint(Token token) => words.Dropped.Contains(token.Lower) || words.ClassesOf(token.Lower).Contains("dimof");

    private IEnumerable<string> LemmasOf(Token token) => token.Lower.Contains('_', StringComparison.Ordinal)
        || token.Lower.Contains(' ', StringComparison.Ordinal)
        ? token.Lower.Split(['_', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Lemmas.Of)
        : [token.Lemma];

    /// <summary>A function word is no edge of a name, unless a name is just that word.</summary>
    private bool IsEdge(Token token)
    {
        if (token.Lower == "'s" || (words.Dropped.Contains(token.Lower) && token.Kind != TokenKind.Quoted))
        {
            return true;
        }

        var isFunction = token.Kind == TokenKind.Word && (lexicon.Stopwords.Contains(token.Lower) || words.Fillers.Contains(token.Lower)
            || words.Loaded.Contains(token.Lower));
        return isFunction && !lexicon.SynonymsOf(token.Lemma).Any()
            && !(token.Lower.Length > 3 && (names.Columns([token.Lemma]).Any(c => c.Score > 0.85) || names.Tables([token.Lemma]).Any(t => t.Score > 0.85)));
    }

    /// <summary>"from 2024" is no verb, though a column may be called so.</summary>
    private bool IsPreposition(Token token) => words.ClassesOf(token.Lower).Any(c => c is "within" or "since" or "to" or "before");
}
