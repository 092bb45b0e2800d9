using System.Globalization;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>
/// Numbers with no more digits than carry meaning, in neutral marks: <see cref="TracedText.Write"/> puts those of the house. Powers of ten are
/// written as PostgreSQL does, <c>1e+300</c>.
/// </summary>
internal static class NumberText
{
    /// <summary>A quantity, rounded: whole from 100,000 up, two decimals below, four significant digits below one.</summary>
    public static string Rounded(double value)
    {
        var size = Math.Abs(value);
        return size >= 1e15 ? value.ToString("0.####e+00", CultureInfo.InvariantCulture)
            : size >= 100_000 || value == Math.Floor(value) ? value.ToString("N0", CultureInfo.InvariantCulture)
            : size >= 1 ? value.ToString("#,##0.##", CultureInfo.InvariantCulture)
            : size >= 1e-6 && ReadableNumber.Of(value) is { } small ? small
            : value.ToString("0.###e+00", CultureInfo.InvariantCulture);
    }

    /// <summary>A cell's number by itself, with the digits of <see cref="ReadableNumber"/>.</summary>
    public static string Full(object cell) => cell switch
    {
        long whole => whole.ToString("N0", CultureInfo.InvariantCulture),
        decimal exact => ReadableNumber.Of(exact, "#,##0") ?? Rounded((double)exact),
        double real => Math.Abs(real) is >= 1e15 or (< 1e-6 and > 0)
            ? real.ToString("0.#########e+00", CultureInfo.InvariantCulture)
            : ReadableNumber.Of(real, "#,##0") ?? Profile.CellValues.Text(cell),
        _ => Profile.CellValues.Text(cell),
    };

    /// <summary>A share of one as a percentage: one decimal, none from 1,000% up.</summary>
    public static string Percent(double share) => share is > 0 and < 0.0005
        ? "under 0.1%"
        : (share * 100).ToString(Math.Abs(share) >= 10 ? "#,##0" : "0.#", CultureInfo.InvariantCulture) + "%";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
