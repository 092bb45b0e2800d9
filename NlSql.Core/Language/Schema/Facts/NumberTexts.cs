using System.Globalization;
using System.Text.RegularExpressions;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds columns of type text whose values are amounts: numbers with a currency, a unit, a percent sign, a point, or with thousands apart. Bare digits may be
/// codes: those of one length, or with zeros in front, stay text unless the name of the column tells their unit ("Tilt (deg)").
/// </summary>
internal static partial class NumberTexts
{
    private const double NearlyAll = 0.9;
    private const int Fewest = 3;
    private const int ShortCode = 3;
    /// <summary>What files hold where they have no number.</summary>
    private static readonly string[] Missing = ["-", "–", "—", "n/a", "na", "null", "none", "?", ".", "tbd", "unknown"];
    private const string English = "^-?[^-0-9.]{0,4}[0-9][0-9,]*([.][0-9]+)?[^-0-9.]{0,12}$";
    private const string Continental = "^-?[^-0-9.]{0,4}[0-9][0-9.]*(,[0-9]+)?[^-0-9,]{0,12}$";

    public static TextForm? Of(ColumnInfo column, IReadOnlyList<string> words, List<string> known)
    {
        if (IdentifierNames.Is(words) || words[^1] == "year")
        {
            return null;
        }

        known = [.. known.Where(v => !Missing.Contains(v.Trim(), StringComparer.OrdinalIgnoreCase))];
        return Read(column, known, PointNumber(), m => m.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal) + m.Groups["rest"].Value, English,
                "CAST(regexp_replace({0}, '[^-0-9.]', '', 'g') AS numeric)")
            ?? Read(column, known, CommaNumber(), m => m.Groups["whole"].Value.Replace(".", "", StringComparison.Ordinal)
                + m.Groups["rest"].Value.Replace(',', '.'), Continental,
                "CAST(replace(regexp_replace({0}, '[^-0-9,]', '', 'g'), ',', '.') AS numeric)");
    }

    private static TextForm? Read(ColumnInfo column, List<string> known, Regex form, Func<Match, string> plain, string pattern, string sql)
    {
        var matches = known.Select(v => form.Match(v.Trim())).Where(m => m.Success).ToList();
        if (matches.Count < Fewest || matches.Count < known.Count * NearlyAll || !IsAmount(column, matches))
        {
            return null;
        }

        var numbers = matches.ConvertAll(m => decimal.TryParse(m.Groups["sign"].Value + plain(m), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            ? n
            : 0);
        var info = column with
        {
            Kind = ColumnKind.Decimal,
            DataType = "numeric",
            BaseType = "numeric",
            IsNullable = true,
            Statistics = TextForms.Ranging(column.Statistics, Text(numbers.Min()), Text(numbers.Max()), matches.Count == known.Count),
        };
        return new TextForm(info, pattern, sql, TextForms.Evidence(column, "numbers", matches[0].Value, matches.ConvertAll(m => m.Value)));
    }

    /// <summary>One unit for all, and a sign that they are amounts rather than codes.</summary>
    private static bool IsAmount(ColumnInfo column, List<Match> matches)
    {
        var units = matches.Select(m => m.Groups["before"].Value.Trim() + "|" + m.Groups["after"].Value.Trim())
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var isMarked = units[0].Length > 1 || matches.Exists(m => m.Groups["rest"].Length > 0 || m.Groups["whole"].Value.Any(c => c is ',' or '.'));
        return units.Count == 1 && !matches.Exists(m => m.Groups["whole"].Value is ['0', _, ..])
            && (isMarked || NamesUnit().IsMatch(column.Name) || matches.Select(m => m.Groups["whole"].Length).Distinct().Skip(1).Any()
                || matches.TrueForAll(m => m.Groups["whole"].Length < ShortCode));
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\(\[][^\)\]]+[\)\]]\s*$|%", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamesUnit();

    [GeneratedRegex(@"^(?<sign>-?)(?<before>[$€£¥]|[A-Z]{3} )?(?<whole>\d{1,3}(,\d{3})+|\d+)(?<rest>\.\d+)?(?<after> ?(%|[$€£¥]|[A-Za-z]{1,4}[²2³3]?))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PointNumber();

    [GeneratedRegex(@"^(?<sign>-?)(?<before>[$€£¥]|[A-Z]{3} )?(?<whole>\d{1,3}(\.\d{3})+|\d+)(?<rest>,\d+)(?<after> ?(%|[$€£¥]|[A-Za-z]{1,4}[²2³3]?))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CommaNumber();
}
