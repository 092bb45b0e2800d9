using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Values;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>A value known to occur in a column.</summary>
internal sealed record KnownValue(ColumnNode Column, string Value, double Score);

/// <summary>Finds values of the data in a question's tokens: whole ones, up to case and plural, and those that hold a phrase.</summary>
internal sealed class KnownValues(ValueIndex values)
{
    /// <summary>Columns that hold exactly this text, up to case.</summary>
    public IEnumerable<KnownValue> Exact(string text) => values.Whole([text]).Where(v => v.Kind != MatchKind.Plural).Select(Known);

    /// <summary>Values that start at token <paramref name="first"/>: the number of tokens they take, and where they occur.</summary>
    public IEnumerable<(int Length, KnownValue Value)> At(IReadOnlyList<Token> tokens, int first)
    {
        var words = new List<string>();
        var plain = 0;
        for (var i = first; i < tokens.Count && plain < values.LongestValue && tokens[i].Kind != TokenKind.Quoted; i++)
        {
            words.Add(tokens[i].Text);
            if (tokens[i].Kind == TokenKind.Punctuation)
            {
                // The signs of "INV-2024-17" are no words of it.
                continue;
            }

            plain++;

            foreach (var value in values.Whole(words))
            {
                yield return (words.Count, Known(value));
            }
        }
    }

    /// <summary>Values that hold the phrase among others of their words.</summary>
    public IEnumerable<KnownValue> Containing(IReadOnlyList<string> phrase) => values.WithWords(phrase).Select(Known);

    private static KnownValue Known(ValueLink link) => new(link.Column, link.Value, link.Score);
}
