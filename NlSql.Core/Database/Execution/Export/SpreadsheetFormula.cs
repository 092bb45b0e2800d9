namespace NlSql.Core.Database.Execution.Export;

/// <summary>Which text a spreadsheet would compute instead of showing.</summary>
internal static class SpreadsheetFormula
{
    /// <summary>
    /// True when the first character that is no blank begins a formula, in its full-width form too, and for text that begins with a tab or
    /// a line break: programs drop those, and what stands behind them, perhaps in another cell then, comes first.
    /// </summary>
    public static bool IsMeantBy(string text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        if (text[0] is '\t' or '\r' or '\n')
        {
            return true;
        }

        foreach (var character in text)
        {
            if (!IsBlank(character))
            {
                return character is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
            }
        }

        return false;
    }

    /// <summary>White space, control characters, and the marks that show nothing (zero width, direction, byte order).</summary>
    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format;
}
