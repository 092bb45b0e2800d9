using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>What a percentage is said to be.</summary>
internal enum NumberClaim
{
    /// <summary>The words do not say, or say both.</summary>
    Any,

    /// <summary>By how much something grew or fell, or is more than another.</summary>
    Change,

    /// <summary>A part of a whole.</summary>
    Share,
}

/// <summary>Reads a percentage's claim from its clause: a growth of 42 % does not follow from a share of 42 %.</summary>
internal static partial class NumberClaims
{
    /// <summary>Characters of the clause on each side that are looked at.</summary>
    private const int Before = 60;
    private const int After = 40;

    private static readonly string[] Ends = [". ", ";", "\n", ",", ":", " while ", " whereas ", " and ", " but "];

    /// <param name="start">Of the number in the text.</param>
    public static NumberClaim Of(string text, int start, int length)
    {
        var before = text[Math.Max(0, start - Before)..start];
        before = before[Ends.Max(end => before.LastIndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? at + end.Length : 0)..];
        var after = text[(start + length)..Math.Min(text.Length, start + length + After)];
        after = after[..Ends.Min(end => after.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? at : after.Length)];
        var clause = $"{before} {after}";
        return (Changes().IsMatch(clause), Shares().IsMatch(clause)) switch
        {
            (true, false) => NumberClaim.Change,
            (false, true) => NumberClaim.Share,
            _ => NumberClaim.Any,
        };
    }

    /// <summary>A percentage that stands in a cell may be either.</summary>
    public static bool Allows(NumberClaim claim, string derivation) => claim switch
    {
        NumberClaim.Change => !derivation.StartsWith("share", StringComparison.Ordinal),
        NumberClaim.Share => derivation != "change",
        _ => true,
    };

    [GeneratedRegex(
        @"\b(?:gr[eo]w\w*|ris(?:e|es|en|ing)|rose|increas\w*|f[ae]ll\w*|drop\w*|declin\w*|decreas\w*|shr[aiu]nk\w*|jump\w*|surg\w*|climb\w*|plung\w*|"
            + @"higher|lower|(?<!made |make |makes )up(?! to)|down)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Changes();

    [GeneratedRegex(
        @"\b(?:shares?|portion|proportion|of (?:all|the total|total|the whole)|accounts? for|accounted for|mak(?:e|es|ing) up|made up)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Shares();
}
