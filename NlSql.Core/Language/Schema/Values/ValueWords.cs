using System.Globalization;
using System.Text;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Schema.Values;

/// <summary>What of a text counts when it is compared with a value: letters and digits without case and accents, plurals undone.</summary>
internal static class ValueWords
{
    /// <summary>Folded words, in order.</summary>
    public static List<string> Of(string text) => IdentifierWords.Split(Fold(text));

    /// <summary>Folded words together, plurals undone: the key under which equal texts meet.</summary>
    public static string Key(IEnumerable<string> words) => string.Concat(words.Select(WordStem.Singular));

    /// <summary>Folded words together, plurals kept.</summary>
    public static string Letters(IEnumerable<string> words) => string.Concat(words);

    /// <summary>Without accents: <c>Zürich</c> gives <c>Zurich</c>. Case stays, because words are cut at humps.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var c in Decomposed(text))
        {
            if (c == 'ß')
            {
                folded.Append("ss");
            }
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c is 'ø' ? 'o' : c is 'Ø' ? 'O' : c is 'ł' ? 'l' : c is 'Ł' ? 'L' : c);
            }
        }

        return folded.ToString();
    }

    /// <summary>Text of a question may hold halves of surrogate pairs, which have no normal form.</summary>
    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
