using System.Globalization;
using System.Numerics;

namespace NlSql.Core.Sql.Names;

/// <summary>Numbers as every version of PostgreSQL reads them.</summary>
internal static class Numeral
{
    /// <summary>Digits that are counted in twos, eights or sixteens: PostgreSQL's own integers have at most 64.</summary>
    private const int MostDigits = 1_000;

    /// <summary>
    /// <c>0xFF</c>, <c>0o17</c>, <c>0b11</c> and <c>1_000.5_5</c>, which versions before 16 read as a number with an alias behind it, in plain
    /// decimals; others as they are. Null for more digits than anybody writes: to count them in tens takes time that grows with their square.
    /// </summary>
    public static string? Plain(string numeral)
    {
        var sign = numeral.StartsWith('-') ? "-" : "";
        var text = numeral[sign.Length..].Replace("_", "", StringComparison.Ordinal);
        if (text.Length > 2 && text[0] == '0')
        {
            var bits = char.ToLowerInvariant(text[1]) switch { 'x' => 4, 'o' => 3, 'b' => 1, _ => 0 };
            if (bits > 0)
            {
                return text.Length > MostDigits ? null : sign + text.Skip(2)
                    .Aggregate(
                        BigInteger.Zero,
                        (value, digit) => (value << bits) + int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
                    .ToString(CultureInfo.InvariantCulture);
            }
        }

        return sign + text;
    }
}
