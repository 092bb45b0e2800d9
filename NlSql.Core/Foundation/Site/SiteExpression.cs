using System.Globalization;

namespace NlSql.Core.Foundation.Site;

/// <summary>Arithmetic over the columns of one table, as a site writes it: <c>quantity * unit_price * (1 - discount)</c>.</summary>
public abstract record SiteExpression
{
    /// <summary>Null for a text that is no such arithmetic. Columns are names of letters, digits and underscores, or anything in double quotes.</summary>
    public static SiteExpression? Parse(string text) => new SiteExpressionParser(text).Whole();
}

/// <summary>A column by its name alone, as the catalog spells it.</summary>
public sealed record SiteColumn(string Name) : SiteExpression;

/// <summary>A number as written, never negative.</summary>
public sealed record SiteNumber(decimal Value) : SiteExpression;

/// <param name="Operator">One of <c>+ - * /</c>.</param>
public sealed record SiteOperation(SiteExpression Left, char Operator, SiteExpression Right) : SiteExpression;

/// <summary>Reads from left to right; <c>*</c> and <c>/</c> bind closer than <c>+</c> and <c>-</c>.</summary>
internal sealed class SiteExpressionParser(string text)
{
    /// <summary>Deeper brackets are no formula of a house.</summary>
    private const int Deepest = 30;

    private int at;
    private int depth;

    public SiteExpression? Whole() => Chain("+-", () => Chain("*/", Part)) is { } whole && Peek() is null ? whole : null;

    private SiteExpression? Chain(string operators, Func<SiteExpression?> part)
    {
        var left = part();
        while (left is not null && Peek() is { } sign && operators.Contains(sign, StringComparison.Ordinal))
        {
            at++;
            left = part() is { } right ? new SiteOperation(left, sign, right) : null;
        }

        return left;
    }

    private SiteExpression? Part()
    {
        switch (Peek())
        {
            case '(' when depth < Deepest:
                at++;
                depth++;
                var inner = Chain("+-", () => Chain("*/", Part));
                depth--;
                return inner is not null && Peek() is ')' && at++ >= 0 ? inner : null;
            case '"':
                var end = text.IndexOf('"', at + 1);
                var quoted = end > at + 1 ? text[(at + 1)..end] : null;
                at = end < 0 ? text.Length : end + 1;
                return quoted is null ? null : new SiteColumn(quoted);
            case { } digit when char.IsAsciiDigit(digit):
                return decimal.TryParse(Take(c => char.IsAsciiDigit(c) || c == '.'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                    ? new SiteNumber(number)
                    : null;
            case { } letter when char.IsLetter(letter) || letter == '_':
                return new SiteColumn(Take(c => char.IsLetterOrDigit(c) || c == '_'));
            default:
                return null;
        }
    }

    private string Take(Func<char, bool> belongs)
    {
        var start = at;
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private char? Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length ? text[at] : null;
    }
}
