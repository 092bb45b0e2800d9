using System.Globalization;
using System.Text.RegularExpressions;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>A number as somebody wrote it.</summary>
/// <param name="Text">As written, with its unit: <c>12.5%</c>, <c>1.2 million</c>.</param>
/// <param name="Value">
/// With the unit applied, but percentages as they are: 12.5 for <c>12.5%</c>. Not a number where the marks are not those of the text's format.
/// </param>
/// <param name="HalfUnit">Half of the last digit that was written: how far a rounded value may be off.</param>
/// <param name="Slack">The same if trailing zeros were rounding too, at most a hundredth of the value.</param>
internal sealed record NumberToken(string Text, double Value, bool IsPercent, double HalfUnit, double Slack)
{
    /// <summary>What the words around it say that it is; only of percentages.</summary>
    public NumberClaim Claim { get; init; }

    public bool IsYear => !IsPercent && Text.Length == 4 && Value is >= 1700 and <= 2200;
}

/// <summary>Finds the numbers in a written analysis that claim something.</summary>
internal static partial class NumberTokens
{
    private const string Unit = @"(?<unit>\s?%|\s?(?:percent|thousand|million|billion|bn)\b|[kKMB]\b)?(?![\p{L}\d_])";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="numbers">The marks that the text's numbers have.</param>
    public static List<NumberToken> In(string markdown, NumberFormat numbers)
    {
        // 2024-03-15 and 10:30 name a time, 1. begins a list item, "top 3" counts what is listed.
        var text = ListNumber().Replace(DateOrTime().Replace(markdown, " "), " ");
        List<NumberToken> tokens = [];
        var isNeutral = numbers.Sample == NumberFormat.Neutral.Sample;
        foreach (Match match in Regex.Matches(text, Pattern(numbers), RegexOptions.CultureInvariant, Patience))
        {
            if (!isNeutral && OtherMarks().Match(text, match.Index + match.Length) is { Success: true } rest)
            {
                // 12.5 where 12,5 is written: neither 12 nor 125.
                tokens.Add(new NumberToken(match.Value + rest.Value, double.NaN, false, 0, 0));
                continue;
            }

            var digits = numbers.Bare(match.Groups["digits"].Value);
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
            tokens.Add(new NumberToken(match.Value.Trim(), (negative ? -value : value) * scale, isPercent, halfUnit, Math.Max(slack, halfUnit))
            {
                Claim = isPercent ? NumberClaims.Of(text, match.Index, match.Length) : NumberClaim.Any,
            });
        }

        return tokens;
    }

    [GeneratedRegex(@"\G(?:[.,]\d+)+(?:\s?%)?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OtherMarks();

    /// <summary>One pattern per format; .NET keeps the last of them compiled.</summary>
    private static string Pattern(NumberFormat numbers)
    {
        var point = Regex.Escape(numbers.DecimalMark);
        var grouped = numbers.GroupMark.Length == 0 ? string.Empty : $@"\d{{1,3}}(?:[{numbers.GroupMarks}]\d{{3}})+(?:{point}\d+)?|";
        return $@"(?<![\p{{L}}\d_.,])(?<sign>[-+−])?(?<digits>{grouped}\d+(?:{point}\d+)?){Unit}";
    }

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
