using System.Globalization;
using System.Text;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// BERT's uncased basic tokenizer: control characters dropped, CJK ideographs set apart, lower case, accents stripped (NFD without
/// Mn), then split at white space and punctuation.
/// </summary>
internal static class BasicTokenizer
{
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Normalize(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                Flush(word, words);
            }
            else if (IsPunctuation(rune) || IsIdeograph(rune.Value))
            {
                Flush(word, words);
                words.Add(rune.ToString());
            }
            else if (!IsDropped(rune))
            {
                word.Append(rune.ToString());
            }
        }

        Flush(word, words);
        return words;
    }

    private static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        // Lone surrogates cannot be normalized; the replacement character is dropped below.
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune.ToString());
        }

        return valid.ToString().ToLowerInvariant().Normalize(NormalizationForm.FormD);
    }

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsDropped(Rune rune) => rune.Value is 0 or 0xFFFD || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark;

    // All ASCII symbols count as punctuation, also those that Unicode calls symbols ($, +, ^, `).
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
