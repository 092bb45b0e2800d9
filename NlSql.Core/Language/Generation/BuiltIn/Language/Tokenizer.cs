using System.Globalization;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Cuts a question into tokens with their offsets.</summary>
internal sealed class Tokenizer(Lexicon lexicon)
{
    /// <summary>Longer questions are cut here: no sentence that a person types is longer.</summary>
    private const int MaxLength = 4000;

    private static readonly Dictionary<char, char> Closing = new()
    {
        ['"'] = '"',
        ['\u201C'] = '\u201D',
        ['\u2018'] = '\u2019',
        ['\''] = '\'',
        ['`'] = '`',
        ['\u00AB'] = '\u00BB',
        ['\u201E'] = '\u201C',
    };

    public IReadOnlyList<Token> Tokenize(string text)
    {
        var source = text.Length > MaxLength ? text[..MaxLength] : text;
        var tokens = new List<Token>();
        var i = 0;
        while (i < source.Length)
        {
            var c = source[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (QuotationEnd(source, i) is { } close)
            {
                tokens.Add(Make(source[(i + 1)..close].Trim(), i, close + 1 - i, TokenKind.Quoted));
                i = close + 1;
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && i + 1 < source.Length && char.IsAsciiDigit(source[i + 1])))
            {
                i = ReadNumber(source, i, tokens);
            }
            else if (char.IsLetter(c) || c == '_')
            {
                i = ReadWord(source, i, tokens);
            }
            else
            {
                var length = i + 1 < source.Length && c is '<' or '>' or '!' && source[i + 1] is '=' or '>' ? 2 : 1;
                length = Math.Min(length, source.Length - i);
                tokens.Add(Make(source.Substring(i, length), i, length, TokenKind.Punctuation));
                i += length;
            }
        }

        return MarkCapitals(tokens);
    }

    private static int? QuotationEnd(string source, int start)
    {
        if (!Closing.TryGetValue(source[start], out var closing) || (start > 0 && char.IsLetterOrDigit(source[start - 1])))
        {
            return null;
        }

        for (var i = start + 1; i < source.Length; i++)
        {
            var isClosing = source[i] == closing || (closing == '\u2019' && source[i] == '\'') || (closing == '"' && source[i] == '\u201D');
            if (isClosing && i > start + 1 && (i + 1 == source.Length || !char.IsLetterOrDigit(source[i + 1])))
            {
                return i;
            }
        }

        return null;
    }

    private int ReadNumber(string source, int start, List<Token> tokens)
    {
        var end = start + 1;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || (source[end] is '.' or ',' or '-' or ':' or '/'
            && end + 1 < source.Length && char.IsDigit(source[end + 1]))))
        {
            end++;
        }

        var text = source[start..end];
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            tokens.Add(Make(text, start, end - start, TokenKind.Date));
        }
        else if (TryNumber(text, out var number))
        {
            tokens.Add(Make(text, start, end - start, TokenKind.Number) with { Number = number });
        }
        else
        {
            tokens.Add(Make(text, start, end - start, TokenKind.Word));
        }

        return end;
    }

    /// <summary>Reads 1,000 and 2.5 and 10k and 3m and 5th and 90s (as its number).</summary>
    private static bool TryNumber(string text, out decimal number)
    {
        var digits = text.Replace(",", "", StringComparison.Ordinal);
        if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        if (digits.Length < 2)
        {
            return false;
        }

        var factor = char.ToLowerInvariant(digits[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 0m };
        if (factor > 0 && decimal.TryParse(digits[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            number *= factor;
            return true;
        }

        return false;
    }

    private int ReadWord(string source, int start, List<Token> tokens)
    {
        var end = start;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_' || IsInnerApostrophe(source, end)))
        {
            end++;
        }

        var text = source[start..end].Replace('\u2019', '\'');
        if (text.EndsWith("n't", StringComparison.OrdinalIgnoreCase) && text.Length > 3)
        {
            tokens.Add(Make(text[..^3], start, text.Length - 3, TokenKind.Word));
            tokens.Add(Make("not", end - 3, 3, TokenKind.Word));
        }
        else if (text.IndexOf('\'', StringComparison.Ordinal) is var apostrophe and > 0 && text.Length - apostrophe <= 3)
        {
            tokens.Add(Make(text[..apostrophe], start, apostrophe, TokenKind.Word));
            tokens.Add(Make("'s", start + apostrophe, end - start - apostrophe, TokenKind.Word));
        }
        else
        {
            tokens.Add(Make(text, start, end - start, TokenKind.Word));
        }

        return end;
    }

    private static bool IsInnerApostrophe(string source, int i) =>
        source[i] is '\'' or '\u2019' && i + 1 < source.Length && char.IsLetter(source[i + 1]) && i > 0 && char.IsLetter(source[i - 1]);

    private Token Make(string text, int start, int length, TokenKind kind)
    {
        var lower = text.ToLowerInvariant();
        var lemma = kind == TokenKind.Word ? lexicon.Lemma(lower) : lower;
        var isNumber = lexicon.Numbers.TryGetValue(lower, out var number) && kind == TokenKind.Word;
        return new Token(text, lower, lemma, EnglishInflection.Stem(lemma), start, length, kind) { Number = isNumber ? number : 0 };
    }

    private static List<Token> MarkCapitals(List<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var startsSentence = i == 0 || tokens[i - 1].Text is "." or "?" or "!";
            if (tokens[i].Kind == TokenKind.Word && char.IsUpper(tokens[i].Text[0]) && !startsSentence)
            {
                tokens[i] = tokens[i] with { IsCapitalised = true };
            }
        }

        return tokens;
    }
}
