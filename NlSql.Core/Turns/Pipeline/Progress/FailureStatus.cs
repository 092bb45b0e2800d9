using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Progress;

/// <summary>What a failure makes of a turn; the only place that decides it.</summary>
public static class FailureStatus
{
    /// <summary>
    /// A refusal is the guard's, whatever its type: a statement that only PostgreSQL finds wrong (<c>sql-syntax</c> by the database) has failed.
    /// </summary>
    public static TurnStatus Of(PipelineFailure failure) => failure switch
    {
        { Party: FailureParty.Guard } => TurnStatus.Refused,
        { Type: FailureTypes.NotAnswerable or FailureTypes.ClarificationNeeded } => TurnStatus.Declined,
        { Type: FailureTypes.Cancelled or FailureTypes.Stopping } => TurnStatus.Stopped,
        _ => TurnStatus.Failed,
    };
}
