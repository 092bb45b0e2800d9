using System.Globalization;

namespace NlSql.Core.Foundation.Numbers;

/// <summary>
/// Numbers for reading, in neutral marks: an average comes with sixteen decimals that nobody reads and nobody measured. Four are kept, or four
/// digits of what is smaller than one; pipes, CSV and JSON have every digit.
/// </summary>
public static class ReadableNumber
{
    /// <summary>Decimals that are kept of numbers from one up.</summary>
    public const int Decimals = 4;

    /// <summary>Decimals from which on a number was reckoned rather than stored: up to so many are all of them meant, a latitude's for instance.</summary>
    public const int StoredDecimals = 8;

    /// <summary><see cref="Math.Round(double, int)"/> takes no more.</summary>
    private const int MostDecimals = 15;

    /// <summary>Doubles from here on have no decimals.</summary>
    private const double ExactIntegers = 9_007_199_254_740_992;

    /// <summary>Null where rounding would leave noise or nothing of it, or make a whole number of one that is none: then its own digits say more.</summary>
    /// <param name="number">Any.</param>
    /// <param name="whole">Pattern of what stands before the point: <c>0</c>, or <c>#,##0</c> for groups of three.</param>
    public static string? Of(decimal number, string whole = "0") => Places((double)Math.Abs(number)) is { } places
        && (!decimal.IsInteger(Math.Round(number, places)) || decimal.IsInteger(number))
        ? Math.Round(number, places).ToString(Pattern(whole, places), CultureInfo.InvariantCulture)
        : null;

    /// <inheritdoc cref="Of(decimal, string)"/>
    public static string? Of(double number, string whole = "0") =>
        double.IsFinite(number) && Math.Abs(number) < ExactIntegers && Places(Math.Abs(number)) is { } places
            ? Math.Round(number, places).ToString(Pattern(whole, places), CultureInfo.InvariantCulture)
            : null;

    /// <summary>Decimals that a number of that size, not negative, is shown with; null when so many would not be told from noise.</summary>
    private static int? Places(double size)
    {
        var places = size is 0 or >= 1 ? Decimals : Decimals - 1 - (int)Math.Floor(Math.Log10(size));
        return places <= MostDecimals ? places : null;
    }

    private static string Pattern(string whole, int places) => $"{whole}.{new string('#', places)}";
}
