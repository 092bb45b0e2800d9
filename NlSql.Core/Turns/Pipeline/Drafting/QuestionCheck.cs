using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>What no stage should have to deal with. Emoji, right-to-left text and HTML are fine: they are text.</summary>
public static class QuestionCheck
{
    /// <summary>UTF-16 characters; a pasted SQL statement fits, a pasted book does not.</summary>
    public const int MaxLength = 20_000;

    /// <summary>UTF-16 characters that a field may take: more than may be asked, so that a text that is too long is told and not cut in silence.</summary>
    public const int MaxTyped = 6 * MaxLength;

    /// <summary>Null when the wishes that come with a question can be taken along.</summary>
    public static PipelineFailure? FindIn(string? instructions) => instructions is { Length: > MaxLength }
        ? new(
            FailureParty.Caller,
            FailureTypes.QuestionTooLong,
            FormattableString.Invariant($"The instructions are {instructions.Length:N0} characters long; the limit is {MaxLength:N0}."),
            "Shorten them.")
        : null;

    /// <summary>Null when the question can be asked.</summary>
    public static PipelineFailure? Find(string? question)
    {
        if (string.IsNullOrWhiteSpace(question))
        {
            return new(FailureParty.Caller, FailureTypes.QuestionEmpty, "The question is empty.", "Ask something about the data in plain words.");
        }

        return question.Length > MaxLength
            ? new(
                FailureParty.Caller,
                FailureTypes.QuestionTooLong,
                FormattableString.Invariant($"The question is {question.Length:N0} characters long; the limit is {MaxLength:N0}."),
                "Shorten it.")
            : null;
    }
}
