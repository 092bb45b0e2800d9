using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace NlSql.Core.Language.Retrieval.Embedding;

/// <summary>
/// BERT's uncased cleaning as a step of the tokenizer: lower case, no accents (NFD without Mn), no control characters, and a space around
/// punctuation and CJK ideographs, so that what stands between spaces is a word. The package's own <see cref="BertNormalizer"/> joins what a tab
/// separates and composes Hangul again, and its splitter drops symbols such as €: the pieces would not be those that the vectors were made for.
/// </summary>
internal sealed class UncasedNormalizer : Normalizer
{
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return Normalize(original.AsSpan());
    }

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var text = Ascii.IsValid(original) ? original : Decompose(original);
        var words = new StringBuilder(text.Length + 16);
        Span<char> utf16 = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                words.Append(' ');
            }
            else if (IsPunctuation(rune) || IsIdeograph(rune.Value))
            {
                words.Append(' ').Append(utf16[..rune.EncodeToUtf16(utf16)]).Append(' ');
            }
            else if (rune.IsAscii)
            {
                if (!Rune.IsControl(rune))
                {
                    words.Append(char.ToLowerInvariant((char)rune.Value));
                }
            }
            else if (!IsDropped(rune))
            {
                words.Append(utf16[..rune.EncodeToUtf16(utf16)]);
            }
        }

        return words.ToString();
    }

    /// <summary>
    /// What Unicode has not assigned goes first: normalization throws on some of it (U+FFFE). Lone surrogates become U+FFFD, which is dropped
    /// with the rest.
    /// </summary>
    private static string Decompose(ReadOnlySpan<char> original)
    {
        var assigned = new StringBuilder(original.Length);
        Span<char> utf16 = stackalloc char[2];
        foreach (var rune in original.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned)
            {
                assigned.Append(utf16[..rune.EncodeToUtf16(utf16)]);
            }
        }

        return assigned.ToString().ToLowerInvariant().Normalize(NormalizationForm.FormD);
    }

    private static bool IsDropped(Rune rune) => rune.Value == 0xFFFD || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark;

    // All ASCII symbols count as punctuation, also those that Unicode calls symbols ($, +, ^, `).
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
