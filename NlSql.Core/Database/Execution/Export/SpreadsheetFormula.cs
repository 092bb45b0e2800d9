using System.Buffers;
using System.Globalization;
using System.Text;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>Which text a spreadsheet would compute instead of showing, and how it is kept from that.</summary>
internal static class SpreadsheetFormula
{
    /// <summary>
    /// Behind these a program may see another cell: the semicolon is the separator of a CSV file wherever the comma is the decimal mark, and there a quote
    /// in the midst of a line protects nothing.
    /// </summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create(";\t|\r\n");

    /// <summary>Characters that numbers are written with beyond their sign.</summary>
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.,'% \u00A0\u202F");

    /// <summary>The text with an apostrophe before everything in it that would become a formula; the text itself where nothing would.</summary>
    public static string Neutralize(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        // Programs drop a tab or a line break at the beginning, and what stands behind it comes first.
        var isMarked = text[0] is '\t' or '\r' or '\n' || IsFormula(CellAt(text, 0));
        var result = isMarked ? new StringBuilder(text.Length + 1).Append('\'') : null;
        var copied = 0;
        for (var at = text.AsSpan().IndexOfAny(Separators); at >= 0;)
        {
            var begin = at + 1;
            if (IsFormula(CellAt(text, begin)))
            {
                result = (result ?? new StringBuilder(text.Length + 1)).Append(text, copied, begin - copied).Append('\'');
                copied = begin;
            }

            var next = text.AsSpan(begin).IndexOfAny(Separators);
            at = next < 0 ? next : begin + next;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static ReadOnlySpan<char> CellAt(string text, int begin)
    {
        var rest = text.AsSpan(begin);
        var end = rest.IndexOfAny(Separators);
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>True when the first character that is no blank begins a formula, in its full-width form too. A plain number or amount does not.</summary>
    private static bool IsFormula(ReadOnlySpan<char> part)
    {
        for (var index = 0; index < part.Length; index++)
        {
            if (!IsBlank(part[index]))
            {
                return part[index] switch
                {
                    '=' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' => true,
                    '+' or '-' => !IsAmount(part[(index + 1)..]),
                    _ => false,
                };
            }
        }

        return false;
    }

    // $5.00, 1.234,50 €, 12 %: digits and their marks, and at most one sign of a currency before and one behind them.
    private static bool IsAmount(ReadOnlySpan<char> text)
    {
        var amount = text.Trim();
        amount = amount.Length > 0 && IsCurrency(amount[0]) ? amount[1..].TrimStart() : amount;
        amount = amount.Length > 0 && IsCurrency(amount[^1]) ? amount[..^1].TrimEnd() : amount;
        return amount.ContainsAnyInRange('0', '9') && !amount.ContainsAnyExcept(OfNumbers);
    }

    private static bool IsCurrency(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.CurrencySymbol;

    /// <summary>White space, control characters, and the marks that show nothing (zero width, direction, byte order).</summary>
    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format;
}
