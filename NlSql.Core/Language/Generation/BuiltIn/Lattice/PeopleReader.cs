using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds people: by the role that a key gives them ("the boss of", "supervises", "reports to"), and by a full name that no sample holds.</summary>
internal sealed class PeopleReader(Lexicon lexicon, WordTable words, INameSource names)
{
    private const double Sure = 0.9;
    private const double FullName = 0.85;
    private const int LongestName = 3;

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        var token = tokens[i];
        if (token.Kind != TokenKind.Word)
        {
            yield break;
        }

        if (!lexicon.Stopwords.Contains(token.Lower) && !words.Fillers.Contains(token.Lower))
        {
            foreach (var key in names.RolesCalled(token.Lemma))
            {
                yield return (Symbols.RoleNoun, 1, Role(key), Sure);
            }

            foreach (var key in names.RolesByVerb(token))
            {
                var isPassive = EnglishInflection.IsParticiple(token.Lower);
                yield return (isPassive ? Symbols.RoleDone : Symbols.RoleVerb, 1, Role(key), Sure);
            }
        }

        if (i + 1 < tokens.Count && words.Reporting.Contains($"{token.Lemma} {tokens[i + 1].Lower}"))
        {
            foreach (var key in names.RolesCalled(words.Superior))
            {
                yield return (Symbols.RoleTo, 2, Role(key), Sure);
            }
        }

        if (token.Lower.StartsWith(words.SubPrefix, StringComparison.Ordinal) && token.Lower.Length > words.SubPrefix.Length + 2)
        {
            var below = token.Lemma[words.SubPrefix.Length..].TrimStart('-');
            foreach (var (table, key) in names.Trees([below]))
            {
                yield return (Symbols.Below, 1, new TableName([table], Role: key), table.Score);
            }
        }

        foreach (var (table, key) in names.Trees([token.Lemma]))
        {
            yield return (Symbols.Tree, 1, new TableName([table], Role: key), table.Score);
        }

        if (NameAt(tokens, i) is > 1 and var length && names.NamedPeople is { Count: > 0 } people)
        {
            var text = string.Join(' ', tokens.Skip(i).Take(length).Select(t => t.Text));
            yield return (Symbols.Person, length, new PersonWord(text, new TableName(people)), FullName);
        }
    }

    private static TableName Role(Schema.KeyEdge key) => new([new Candidate<Schema.TableNode>(key.One, Sure)], Role: key);

    /// <summary>A run of capitalised words that is no value and no name of the schema.</summary>
    private int NameAt(IReadOnlyList<Token> tokens, int i)
    {
        var count = 0;
        while (i + count < tokens.Count && tokens[i + count] is { Kind: TokenKind.Word, IsCapitalised: true } part && part.Text.Length > 1
            && !words.Weekdays.ContainsKey(part.Lower))
        {
            count++;
        }

        return count <= LongestName && count > 1 && (i == 0 || !tokens[i - 1].IsCapitalised)
            && !names.ValuesAt(tokens, i).Any(v => v.Length >= count)
            && !names.Tables([.. tokens.Skip(i).Take(count).Select(t => t.Lemma)]).Any(t => t.Score >= Sure)
            ? count
            : 0;
    }
}
