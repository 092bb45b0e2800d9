using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Which of the database's refusals are the statement's own, and will be the same tomorrow.</summary>
internal static class StatementFaults
{
    /// <summary>
    /// Syntax and names (42), values that do not fit their type (22), what is not supported (0A), one row expected (21). Not a right that is missing, and not
    /// what passes: time that ran out, locks, a server that recovers or shuts down.
    /// </summary>
    public static bool IsOne(PipelineFailure failure) => failure is { Party: FailureParty.Database, SqlState: { } state and not "42501" }
        && (state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("22", StringComparison.Ordinal)
            || state.StartsWith("0A", StringComparison.Ordinal) || state.StartsWith("21", StringComparison.Ordinal));
}
