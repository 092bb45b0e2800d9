using System.Text.RegularExpressions;
using NlSql.Core.Language.Generation;

namespace NlSql.Web.State.Turns;

/// <summary>
/// A reading is chosen by saying it: the question again, with the phrase put the other way and every condition of it kept. A name is put in the place of a
/// name; a period or a number stays, and the column that it is about is said beside it.
/// </summary>
public static partial class OtherReading
{
    /// <summary>The question that means <paramref name="other"/>; null where no wording is known that leaves the rest as it is.</summary>
    public static string? Ask(string question, Understanding item, string other)
    {
        var at = Find(question, item.Phrase);
        if (at < 0)
        {
            return null;
        }

        if (other.Contains(" = ", StringComparison.Ordinal) || !Measured().IsMatch(item.Phrase))
        {
            return string.Concat(question.AsSpan(0, at), other, question.AsSpan(at + item.Phrase.Length));
        }

        // `2025` is read as `orders.ordered_at`: the column alone would lose the year. `month` is read as `group by month`: it would lose the months.
        if (item.Meaning.Contains(' ', StringComparison.Ordinal))
        {
            return item.Meaning.Contains('.', StringComparison.Ordinal) && !item.Phrase.Any(char.IsDigit)
                ? string.Concat(question.AsSpan(0, at), other, question.AsSpan(at + item.Phrase.Length))
                : null;
        }

        var start = at - Leading().Match(question[..at]).Length;
        return $"{question[..start]}with {other} {question[start..]}";
    }

    /// <summary>Where the phrase stands as words of its own; -1 for nowhere.</summary>
    private static int Find(string question, string phrase)
    {
        for (var at = phrase.Length == 0 ? -1 : 0; at >= 0 && at < question.Length; at++)
        {
            at = question.IndexOf(phrase, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (IsEdge(question, at - 1) && IsEdge(question, at + phrase.Length)))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsEdge(string text, int at) => at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]);

    /// <summary>Words that belong to the period or number behind them: <c>since </c>2024, <c>more than </c>5.</summary>
    [GeneratedRegex(
        @"(?:\b(?:in|on|at|since|from|before|after|until|till|during|for|of|between|within|through|up|to|as|the"
            + @"|above|over|below|under|more|less|than|least|most)\s+)+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leading();

    [GeneratedRegex(
        @"\d|\b(?:today|yesterday|tomorrow|now|last|latest|this|next|past|previous|current|recent|recently|ago|days?|weeks?|months?|quarters?|years?|decades?"
            + @"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
            + @"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|spring|summer|autumn|winter|weekends?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Measured();
}
