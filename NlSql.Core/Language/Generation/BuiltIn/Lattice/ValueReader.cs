using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Finds values of the data, and text that can only be meant as one: quoted, capitalised, or after "called".</summary>
internal sealed class ValueReader(Lexicon lexicon, WordTable words, INameSource names)
{
    private const int MostValues = 12;

    /// <summary>A word that names rows of a table this surely is no value of another: "return rate" where returns are a table.</summary>
    private const double Named = 0.85;

    /// <summary>A word that is the name of a table: "which stores" is not about the department "Stores".</summary>
    private const double Called = 0.99;
    private const double LessLikely = 0.85;

    /// <summary>Cues before a text.</summary>
    private static readonly string[] BeforeText = ["contains", "starts", "ends", "named"];

    public IEnumerable<(string Symbol, int Length, Part Part, double Score)> At(IReadOnlyList<Token> tokens, int i)
    {
        var token = tokens[i];
        if (token.Kind == TokenKind.Quoted)
        {
            var values = names.ValuesOf(token.Text).ToList();
            yield return (Symbols.Text, 1, new ValueWord(token.Text, values, IsQuoted: true), 0.97);
            if (values.Count > 0)
            {
                yield return (Symbols.Value, 1, new ValueWord(token.Text, values, IsQuoted: true), 1);
            }

            yield break;
        }

        if (token.Kind == TokenKind.Punctuation)
        {
            yield break;
        }

        foreach (var group in names.ValuesAt(tokens, i).GroupBy(v => v.Length))
        {
            var isPlain = group.Key == 1
                && (lexicon.Stopwords.Contains(token.Lower) || words.Fillers.Contains(token.Lower) || token.Lower.Length < 3 || token.Kind == TokenKind.Number);
            if (isPlain && !(token.Text.All(char.IsUpper) && i > 0))
            {
                continue;
            }

            var isCapital = Enumerable.Range(i, group.Key).Any(k => tokens[k].IsCapitalised);
            var values = group.Select(g => g.Value).OrderByDescending(v => v.Score).DistinctBy(v => (v.Column, v.Value)).Take(MostValues).ToList();
            var isTable = group.Key == 1 && !isCapital && token.Lower != token.Lemma
                && names.Tables([token.Lemma]).Any(t => t.Score >= Called && values.TrueForAll(v => v.Column.Table != t.Node));
            var score = values[0].Score * (isCapital || group.Key > 1 ? 1 : 0.9) * (isTable ? LessLikely : 1);
            yield return (Symbols.Value, group.Key, new ValueWord(Original(tokens, i, group.Key), values), score);
        }

        if (i + 1 < tokens.Count && words.ClassesOf(tokens[i + 1].Lower).Contains("rate") && names.ValuesByStem(token.Stem) is { Count: > 0 } alike
            && !names.Tables([token.Lemma]).Any(t => t.Score >= Named))
        {
            yield return (Symbols.Value, 1, new ValueWord(token.Text, alike), 0.9);
        }

        if (TextAt(tokens, i) is var (length, isSure))
        {
            yield return (Symbols.Text, length, new ValueWord(Original(tokens, i, length), []), isSure ? 0.85 : 0.7);
        }
    }

    /// <summary>A run of capitalised words, or the words after a cue that announces a text.</summary>
    private (int Length, bool IsSure)? TextAt(IReadOnlyList<Token> tokens, int i)
    {
        var end = i;
        while (end < tokens.Count && tokens[end].Kind is TokenKind.Word && tokens[end].IsCapitalised)
        {
            end++;
        }

        if (end > i)
        {
            return (end - i, true);
        }

        var isAnnounced = i > 0 && tokens[i].Kind is TokenKind.Word or TokenKind.Number && (words.ClassesOf(tokens[i - 1].Lower).Any(BeforeText.Contains)
            || (i > 1 && words.ClassesOf($"{tokens[i - 2].Lower} {tokens[i - 1].Lower}").Any(BeforeText.Contains))
            || (i > 2 && words.Dropped.Contains(tokens[i - 2].Lower) && words.ClassesOf($"{tokens[i - 3].Lower} {tokens[i - 1].Lower}")
                .Any(BeforeText.Contains)));
        return isAnnounced ? (1, false) : null;
    }

    private static string Original(IReadOnlyList<Token> tokens, int first, int count) =>
        count == 1 ? tokens[first].Text : string.Join(' ', tokens.Skip(first).Take(count).Select(t => t.Text));
}
