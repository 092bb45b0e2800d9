using System.Globalization;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>A cell as a number.</summary>
public static class CellNumber
{
    /// <summary>Null for what is no finite number; a numeric that no decimal holds arrives as text and is read too.</summary>
    public static double? Of(object? cell) => cell switch
    {
        long whole => whole,
        int whole => whole,
        decimal exact => (double)exact,
        double real => double.IsFinite(real) ? real : null,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>Null for what is not exactly a decimal.</summary>
    public static decimal? Exact(object? cell) => cell switch
    {
        long whole => whole,
        int whole => whole,
        decimal exact => exact,
        _ => null,
    };
}
