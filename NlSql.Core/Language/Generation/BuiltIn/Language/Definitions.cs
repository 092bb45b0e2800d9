using System.Globalization;
using System.Text.RegularExpressions;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>
/// Reads instructions that say what a term of the question means (<c>TSC = total sales count</c>, <c>ASP (average selling price) = sales amount /
/// number of sales</c>) and puts the meaning in its place. Anything else in the instructions is left alone.
/// </summary>
internal sealed partial class Definitions(Lexicon lexicon)
{
    /// <summary>Longer ones are explanations rather than names of a quantity.</summary>
    private const int LongestSide = 6;

    public string Apply(string question, string? instructions)
    {
        if (string.IsNullOrWhiteSpace(instructions))
        {
            return question;
        }

        foreach (var sentence in Sentences().Split(instructions))
        {
            if (Read(sentence) is var (name, meaning) && Position(question, name) is { } at)
            {
                question = string.Concat(question.AsSpan(0, at), meaning, question.AsSpan(at + name.Length));
            }
        }

        return question;
    }

    private (string Name, string Meaning)? Read(string sentence)
    {
        foreach (var sign in lexicon.Defining)
        {
            var at = sentence.IndexOf($" {sign} ", StringComparison.OrdinalIgnoreCase);
            if (at <= 0)
            {
                continue;
            }

            var name = Aside().Replace(sentence[..at], "").Trim();
            return IsTerm(name) && Meaning(sentence[(at + sign.Length + 2)..].Trim(' ', '.', ';', ',')) is { } meaning ? (name, meaning) : null;
        }

        return null;
    }

    /// <summary>A quantity by its name, or one divided by another; other arithmetic has no words that the translator reads.</summary>
    private string? Meaning(string text)
    {
        var sides = text.Split('/', StringSplitOptions.TrimEntries);
        if (sides.Length > 2 || !Array.TrueForAll(sides, IsName))
        {
            return null;
        }

        return sides.Length == 2
            ? string.Format(CultureInfo.InvariantCulture, lexicon.QuotientPhrase, sides[0].ToLowerInvariant(), sides[1].ToLowerInvariant())
            : text.ToLowerInvariant();
    }

    /// <summary>A short form: no ordinary word is written in capitals.</summary>
    private static bool IsTerm(string name) => name.Length is > 1 and < 12 && name.All(char.IsLetterOrDigit) && name.Count(char.IsUpper) > 1;

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '_') && text.Split(' ').Length <= LongestSide;

    private static int? Position(string question, string name)
    {
        var at = question.IndexOf(name, StringComparison.Ordinal);
        var isWord = at >= 0
            && (at == 0 || !char.IsLetterOrDigit(question[at - 1]))
            && (at + name.Length == question.Length || !char.IsLetterOrDigit(question[at + name.Length]));
        return isWord ? at : null;
    }

    [GeneratedRegex(@"\r?\n|(?<=[.;])\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sentences();

    /// <summary>(average selling price)</summary>
    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Aside();
}
