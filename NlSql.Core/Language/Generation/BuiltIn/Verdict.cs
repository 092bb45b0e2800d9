using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Soundness;
using NlSql.Core.Language.Generation.BuiltIn.Writing;

namespace NlSql.Core.Language.Generation.BuiltIn;

/// <summary>Judges whether a plan is likely what was asked, and makes the draft: SQL, a decline, or a guess when one is demanded.</summary>
internal static class Verdict
{
    public static SqlDraft Empty(string generator) => new()
    {
        Generator = generator,
        Declined = new Decline("There is no table to ask.", []),
    };

    /// <summary>Whoever asks for a change must not be shown rows as if it had been made.</summary>
    public static SqlDraft AsksToWrite(string generator, Token verb) => new()
    {
        Generator = generator,
        NotUnderstood = [verb.Text],
        Declined = new Decline($"NlSql only reads: it cannot {verb.Lower} anything, and nothing was changed.", []),
    };

    public static SqlDraft TooManyWords(string generator, int most) => new()
    {
        Generator = generator,
        Declined = new Decline(
            FormattableString.Invariant($"The question has more than {most:N0} words, which is more than can be read without a model; ask it in fewer."),
            []),
    };

    public static SqlDraft Of(string generator, ParseContext context, RelationalPlan? plan, string question, IReadOnlyList<Token> tokens, bool answerAlways)
    {
        var words = new ReadWords(context);
        var understood = words.Used.Select(i => new Understanding(i.Text, i.Meaning!, OtherReadings.Of(i))).ToList();
        var draft = new SqlDraft { Generator = generator, Understood = understood, NotUnderstood = words.Missing };
        if (plan is null)
        {
            return draft with
            {
                Declined = new Decline(
                    understood.Count > 0 ? "The tables that the question speaks of are not connected by any key." : Unknown(words),
                    words.Missing)
            };
        }

        if (EmptyPeriods.In(plan))
        {
            return draft with
            {
                Declined = new Decline("The question was read as one about a period that ends before it begins; say the year of each date.", words.Missing)
            };
        }

        if (UnfitTypes.In(plan) is { } unfit)
        {
            return draft with
            {
                Declined = new Decline($"PostgreSQL cannot compute, compare or group so with {unfit}, which is of type {unfit.Info.DataType}.", words.Missing)
            };
        }

        var findings = new PlanReview(context, plan).Findings();
        var evidence = Confidence.Weigh(context, plan, words, findings);
        var confidence = understood.Count == 0 ? 0 : Math.Round(Confidence.Of(evidence), 3);
        draft = draft with { Confidence = confidence };
        if (!answerAlways && understood.Count > 0 && QuestionBack.Of(context, findings, question, tokens) is { } back)
        {
            return draft with { Clarify = back };
        }

        if (!answerAlways && findings.FirstOrDefault(f => f.Kind == FindingKind.SumFansOut) is { } multiplied)
        {
            return draft with { Declined = new Decline($"{multiplied.Sentence} No query that counts it once was found.", words.Missing) };
        }

        return confidence >= Confidence.Least || answerAlways
            ? draft with { Sql = PlanWriter.Write(plan), Notes = [.. findings.Select(f => f.Sentence)] }
            : draft with { Declined = new Decline(Reason(words, findings), words.Missing) };
    }

    private static string Reason(ReadWords words, IReadOnlyList<Finding> findings) =>
        words.Missing.Count > 0 ? $"Not understood: {string.Join(", ", words.Missing)}."
        : words.Used.Any()
            ? string.Join(' ', findings.Select(f => f.Sentence).Prepend("The question was probably not understood in full; ask it in fewer words or in parts."))
        : Unknown(words);

    private static string Unknown(ReadWords words) =>
        words.Missing.Count > 0 ? $"Not understood: {string.Join(", ", words.Missing)}." : "Nothing in the question was found in the database.";
}
