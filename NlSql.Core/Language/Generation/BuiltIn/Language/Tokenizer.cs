using System.Globalization;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Cuts a question into tokens with their offsets.</summary>
internal sealed class Tokenizer(Lexicon lexicon)
{
    /// <summary>Longer questions are cut here: no sentence that a person types is longer.</summary>
    private const int MaxLength = 4000;

    /// <summary>All digits of so long a number fit a decimal; of a longer one some might be lost.</summary>
    private const int MostDigits = 28;

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
        var source = Printable(text.Length > MaxLength ? text[..MaxLength] : text);
        var tokens = new List<Token>();
        var i = 0;
        while (i < source.Length)
        {
            var c = source[i];
            if (char.IsWhiteSpace(c) || IsSignOfAmount(source, i, tokens))
            {
                i++;
            }
            else if (QuotationEnd(source, i) is { } close)
            {
                tokens.Add(Make(source[(i + 1)..close].Trim(), i, close + 1 - i, TokenKind.Quoted) with { IsQuotedAsName = c is '"' or '`' or '\u201C' });
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

    /// <summary>
    /// The same text, character by character, without what no text of a database can hold: zero and other control characters, halves of
    /// surrogate pairs.
    /// </summary>
    private static string Printable(string text) => string.Create(text.Length, text, static (plain, source) =>
    {
        for (var i = 0; i < plain.Length; i++)
        {
            var isWhole = !char.IsSurrogate(source[i])
                || (i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]))
                || (i > 0 && char.IsSurrogatePair(source[i - 1], source[i]));
            plain[i] = char.IsControl(source[i]) ? ' ' : isWhole ? source[i] : '\uFFFD';
        }
    });

    /// <summary>The sign of "$500", "€ 500" and "500 €": it says what the number counts, and nothing that a query could use.</summary>
    private static bool IsSignOfAmount(string source, int i, List<Token> tokens)
    {
        if (char.GetUnicodeCategory(source[i]) != UnicodeCategory.CurrencySymbol)
        {
            return false;
        }

        var next = i + 1;
        while (next < source.Length && source[next] == ' ')
        {
            next++;
        }

        return (next < source.Length && char.IsAsciiDigit(source[next]))
            || (tokens.Count > 0 && tokens[^1].Kind == TokenKind.Number && source.AsSpan(tokens[^1].End, i - tokens[^1].End).IsWhiteSpace());
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

    /// <summary>
    /// Reads 1,000 and 2.5 and 10k and 3m exactly, or not at all: 1,5 may be one and a half, and what has too many digits would be another
    /// number.
    /// </summary>
    private static bool TryNumber(string text, out decimal number)
    {
        number = 0;
        if (text.Contains(',', StringComparison.Ordinal) && !HasThousands(text))
        {
            return false;
        }

        var digits = text.Replace(",", "", StringComparison.Ordinal);
        var factor = char.ToLowerInvariant(digits[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        var plain = factor > 1 ? digits[..^1] : digits;
        if (plain.Length > MostDigits
            || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            || number > decimal.MaxValue / factor)
        {
            return false;
        }

        number *= factor;
        return true;
    }

    /// <summary>1,000 and 12,345,678.9: each comma stands before three digits.</summary>
    private static bool HasThousands(string text)
    {
        var groups = text.TrimEnd('k', 'K', 'm', 'M').Split('.')[0].Split(',');
        return groups[0].Length is > 0 and <= 3
            && groups.Skip(1).All(g => g.Length == 3)
            && text.IndexOf('.', StringComparison.Ordinal) is var point
            && (point < 0 || point > text.LastIndexOf(','));
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
        var lemma = kind == TokenKind.Word ? Lemmas.Of(lower) : lower;
        var isNumber = lexicon.Numbers.TryGetValue(lower, out var number) && kind == TokenKind.Word;
        return new Token(text, lower, lemma, EnglishInflection.Stem(lemma), start, length, kind) { Number = isNumber ? number : 0 };
    }

    /// <summary>The token as if it had been written so.</summary>
    public Token Spelled(Token token, string word) => Make(word, token.Start, token.Length, TokenKind.Word) with { Text = token.Text };

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
