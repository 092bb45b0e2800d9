using System.Buffers;
using System.Globalization;
using System.Text;

namespace NlSql.Core.Database.Execution.Export;

/// <summary>Which text (UTF-8) a spreadsheet would compute instead of showing, and where an apostrophe keeps it from that.</summary>
internal static class SpreadsheetFormula
{
    /// <summary>
    /// Behind these a program may see another cell: the semicolon is the separator of a CSV file wherever the comma is the decimal mark, and there a quote
    /// in the midst of a line protects nothing.
    /// </summary>
    private static readonly SearchValues<byte> Separators = SearchValues.Create(";\t|\r\n"u8);

    /// <summary>Characters that numbers are written with beyond their sign.</summary>
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.,'% \u00A0\u202F");

    /// <summary>The first place from <paramref name="from"/> on before which an apostrophe has to stand; -1 where there is none.</summary>
    public static int Find(ReadOnlySpan<byte> text, int from)
    {
        // Programs drop a tab or a line break at the beginning, and what stands behind it comes first.
        if (from == 0 && text.Length > 0 && (text[0] is (byte)'\t' or (byte)'\r' or (byte)'\n' || IsFormula(text)))
        {
            return 0;
        }

        for (var begin = Math.Max(0, from - 1); ;)
        {
            var separator = text[begin..].IndexOfAny(Separators);
            if (separator < 0)
            {
                return -1;
            }

            begin += separator + 1;
            if (IsFormula(text[begin..]))
            {
                return begin;
            }
        }
    }

    /// <summary>
    /// True when the first character of a cell that is no blank begins a formula, in its full-width form too. A plain number or amount does not.
    /// </summary>
    /// <param name="rest">From the beginning of the cell; other cells may follow.</param>
    private static bool IsFormula(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty && !Separators.Contains(rest[0]))
        {
            Rune.DecodeFromUtf8(rest, out var character, out var length);
            rest = rest[length..];
            if (!IsBlank(character))
            {
                return character.Value switch
                {
                    '=' or '@' or 0xFF1D or 0xFF0B or 0xFF0D or 0xFF20 => true,
                    '+' or '-' => !IsAmount(rest),
                    _ => false,
                };
            }
        }

        return false;
    }

    // $5.00, 1.234,50 €, 12 %: digits and their marks, and at most one sign of a currency before and one behind them.
    private static bool IsAmount(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny(Separators);
        var amount = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).AsSpan().Trim();
        amount = amount.Length > 0 && IsCurrency(amount[0]) ? amount[1..].TrimStart() : amount;
        amount = amount.Length > 0 && IsCurrency(amount[^1]) ? amount[..^1].TrimEnd() : amount;
        return amount.ContainsAnyInRange('0', '9') && !amount.ContainsAnyExcept(OfNumbers);
    }

    private static bool IsCurrency(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.CurrencySymbol;

    /// <summary>White space, control characters, and the marks that show nothing (zero width, direction, byte order).</summary>
    private static bool IsBlank(Rune character) =>
        Rune.IsWhiteSpace(character) || Rune.IsControl(character) || Rune.GetUnicodeCategory(character) is UnicodeCategory.Format;
}
