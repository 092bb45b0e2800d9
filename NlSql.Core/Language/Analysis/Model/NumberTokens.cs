using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>A number as somebody wrote it.</summary>
/// <param name="Text">As written, with its unit: <c>12.5%</c>, <c>1.2 million</c>.</param>
/// <param name="Value">With the unit applied, but percentages as they are: 12.5 for <c>12.5%</c>.</param>
/// <param name="HalfUnit">Half of the last digit that was written: how far a rounded value may be off.</param>
/// <param name="Slack">The same if trailing zeros were rounding too, at most a hundredth of the value.</param>
internal sealed record NumberToken(string Text, double Value, bool IsPercent, double HalfUnit, double Slack)
{
    public bool IsYear => !IsPercent && Text.Length == 4 && Value is >= 1700 and <= 2200;
}

/// <summary>Finds the numbers in a written analysis that claim something.</summary>
internal static partial class NumberTokens
{
    public static List<NumberToken> In(string markdown)
    {
        // 2024-03-15 and 10:30 name a time, 1. begins a list item, "top 3" counts what is listed.
        var text = ListNumber().Replace(DateOrTime().Replace(markdown, " "), " ");
        List<NumberToken> tokens = [];
        foreach (Match match in Number().Matches(text))
        {
            var digits = match.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal);
            if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                continue;
            }

            var unit = match.Groups["unit"].Value.Trim().ToUpperInvariant();
            var scale = unit switch { "K" or "THOUSAND" => 1e3, "M" or "MILLION" => 1e6, "B" or "BN" or "BILLION" => 1e9, _ => 1d };
            var point = digits.IndexOf('.', StringComparison.Ordinal);
            var decimals = point < 0 ? 0 : digits.Length - point - 1;
            var zeros = point < 0 ? digits.Length - digits.TrimEnd('0').Length : 0;
            var halfUnit = 0.5 * Math.Pow(10, -decimals) * scale;
            var slack = zeros > 1 ? Math.Min(0.5 * Math.Pow(10, zeros) * scale, 0.01 * value * scale) : halfUnit;
            var isPercent = unit is "%" or "PERCENT";
            var negative = match.Groups["sign"].Value is "-" or "−";
            tokens.Add(new NumberToken(match.Value.Trim(), (negative ? -value : value) * scale, isPercent, halfUnit, Math.Max(slack, halfUnit)));
        }

        return tokens;
    }

    [GeneratedRegex(
        @"(?<![\p{L}\d_.,])(?<sign>[-+−])?(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
            + @"(?<unit>\s?%|\s?(?:percent|thousand|million|billion|bn)\b|[kKMB]\b)?(?![\p{L}\d_])",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|"
            + @"\b\d{1,2}(?= (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex DateOrTime();

    [GeneratedRegex(
        @"(?m)^\s*\d+[.)]\s|(?<=\b(?:top|first|last|bottom|next|other|all|these|the)\s)\d{1,2}(?=\s[\p{L}])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex ListNumber();
}
