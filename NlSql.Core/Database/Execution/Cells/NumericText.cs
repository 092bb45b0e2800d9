using System.Buffers;

namespace NlSql.Core.Database.Execution.Cells;

/// <summary>
/// Orders numerics by their text in PostgreSQL's form (<c>-12.50</c>, never an exponent), of as many digits as there are: -Infinity, the finite
/// numbers, Infinity, NaN; behind them, by its characters, what is no such text.
/// </summary>
internal static class NumericText
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("-.0123456789");

    /// <summary>Below 0, 0 or above 0, as <see cref="IComparable{T}"/> has it.</summary>
    public static int Compare(string a, string b)
    {
        var (rank, other) = (Rank(a), Rank(b));
        if (rank != other)
        {
            return rank.CompareTo(other);
        }

        if (rank == Place.NoNumber)
        {
            return string.CompareOrdinal(a, b);
        }

        var (sign, otherSign) = (Sign(a), Sign(b));
        return rank != Place.Finite ? 0 : sign == otherSign ? sign * CompareDigits(a, b) : sign.CompareTo(otherSign);
    }

    private static Place Rank(string text) => text switch
    {
        "-Infinity" => Place.Lowest,
        "Infinity" => Place.Highest,
        "NaN" => Place.NaN,
        _ when text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Signs) => Place.Finite,
        _ => Place.NoNumber,
    };

    private static int Sign(string text) => !text.AsSpan().ContainsAnyInRange('1', '9') ? 0 : text[0] == '-' ? -1 : 1;

    /// <summary>Whatever their signs are.</summary>
    private static int CompareDigits(string a, string b)
    {
        Split(a, out var whole, out var fraction);
        Split(b, out var otherWhole, out var otherFraction);
        return whole.Length != otherWhole.Length ? whole.Length.CompareTo(otherWhole.Length)
            : whole.SequenceCompareTo(otherWhole) is not 0 and var order ? order
            : fraction.SequenceCompareTo(otherFraction);
    }

    /// <summary>Without the zeros at either end.</summary>
    private static void Split(string text, out ReadOnlySpan<char> whole, out ReadOnlySpan<char> fraction)
    {
        var digits = text.AsSpan().TrimStart('-');
        var point = digits.IndexOf('.');
        whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        fraction = point < 0 ? default : digits[(point + 1)..].TrimEnd('0');
    }

    private enum Place
    {
        Lowest,
        Finite,
        Highest,
        NaN,
        NoNumber,
    }
}
