using System.Globalization;

namespace NlSql.Core.Sql.Names;

/// <summary>
/// Splits names and prose into lower-case words: at everything that is no letter or digit, at camelCase humps and between letters and digits.
/// </summary>
internal static class IdentifierWords
{
    /// <summary><c>order_items.unitPrice2</c> gives <c>order items unit price 2</c>; <c>HTTPServer</c> gives <c>http server</c>.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        foreach (var word in SplitAt(text))
        {
            words.Add(text.Substring(word.Start, word.Length).ToLowerInvariant());
        }

        return words;
    }

    /// <summary>The same words with their UTF-16 places in <paramref name="text"/>.</summary>
    public static List<WordSpan> SplitAt(string text)
    {
        var words = new List<WordSpan>();
        var start = -1;
        var previous = Shape.None;
        for (var i = 0; i < text.Length; i++)
        {
            var shape = ShapeOf(text[i]);
            if (start >= 0 && IsBoundary(text, i, previous, shape))
            {
                words.Add(new WordSpan(start, i - start));
                start = -1;
            }

            if (start < 0 && shape != Shape.None)
            {
                start = i;
            }

            previous = shape;
        }

        if (start >= 0)
        {
            words.Add(new WordSpan(start, text.Length - start));
        }

        return words;
    }

    private static bool IsBoundary(string text, int i, Shape previous, Shape shape)
    {
        if (shape == Shape.None || (shape == Shape.Digit) != (previous == Shape.Digit))
        {
            return true;
        }

        // aB splits before B; ABc splits before B as well.
        return shape == Shape.Upper
            && (previous == Shape.Lower
            || (previous == Shape.Upper && i + 1 < text.Length && ShapeOf(text[i + 1]) == Shape.Lower && !IsPluralOfAcronym(text, i)));
    }

    // "URLs" and "IDs" are one word.
    private static bool IsPluralOfAcronym(string text, int i) =>
        text[i + 1] == 's' && (i + 2 >= text.Length || ShapeOf(text[i + 2]) is not Shape.Lower);

    private static Shape ShapeOf(char c) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Shape.Upper,
        UnicodeCategory.LowercaseLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark =>
                Shape.Lower,
        UnicodeCategory.DecimalDigitNumber => Shape.Digit,
        _ => Shape.None,
    };

    private enum Shape
    {
        None,
        Lower,
        Upper,
        Digit,
    }
}

/// <summary>A word's place in a text, in UTF-16 units.</summary>
internal readonly record struct WordSpan(int Start, int Length);
