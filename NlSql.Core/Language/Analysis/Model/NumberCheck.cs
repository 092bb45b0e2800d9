using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Narrative;

namespace NlSql.Core.Language.Analysis.Model;

/// <summary>
/// Checks a text that a model wrote: which cells or derivations explain each number in it. A number that nothing explains is not
/// necessarily wrong, but the reader must know.
/// </summary>
internal static class NumberCheck
{
    /// <summary>
    /// Checks <paramref name="markdown"/>, whose numbers have the marks of <see cref="Reading.Numbers"/>; numbers of the question, in those marks or
    /// in plain ones, and of the SQL count as explained.
    /// </summary>
    public static NumberFindings Check(string markdown, Reading reading, string question, string sql = "")
    {
        var facts = NumberFacts.Of(reading).ToList();
        var givenValues = NumberTokens.In(question, reading.Numbers)
            .Concat(NumberTokens.In($"{question}\n{sql}", NumberFormat.Neutral))
            .Select(token => Math.Abs(token.Value))
            .Where(double.IsFinite)
            .ToHashSet();
        List<TracedNumber> traced = [];
        List<string> untraced = [];
        foreach (var token in NumberTokens.In(markdown, reading.Numbers).DistinctBy(token => (token.Text, token.Claim)))
        {
            // First as it is written, then as if it were rounded further.
            if ((Find(facts, token, token.HalfUnit) ?? Find(facts, token, token.Slack)) is { } fact)
            {
                traced.Add(new TracedNumber(token.Text, fact.Derivation, fact.Cells));
            }
            else if (givenValues.Contains(Math.Abs(token.Value)))
            {
                traced.Add(new TracedNumber(token.Text, "question", []));
            }
            else
            {
                untraced.Add(token.Text);
            }
        }

        return new NumberFindings([.. traced.DistinctBy(number => number.Text, StringComparer.Ordinal)], [.. untraced.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Signs are left to the words: "fell by 5%" is a change of -5%.</summary>
    private static NumberFact? Find(List<NumberFact> facts, NumberToken token, double tolerance)
    {
        var value = Math.Abs(token.Value);
        foreach (var fact in facts)
        {
            var known = Math.Abs(fact.Value);
            if (token.IsPercent && NumberClaims.Allows(token.Claim, fact.Derivation) && (fact.IsShare || fact.Derivation == "cell"))
            {
                // A percentage in a cell may be stored as 12.5 or as 0.125.
                if (Near(known * 100) || (!fact.IsShare && Near(known)))
                {
                    return fact;
                }
            }
            else if (!token.IsPercent && !fact.IsShare && (!token.IsYear || fact.Derivation is "cell" or "count" or "distinct" or "sum") && Near(known))
            {
                return fact;
            }
        }

        return null;

        bool Near(double known) => Math.Abs(known - value) <= tolerance * 1.0000001;
    }
}

/// <param name="Untraced">As written, each once.</param>
internal sealed record NumberFindings(IReadOnlyList<TracedNumber> Traced, IReadOnlyList<string> Untraced);
