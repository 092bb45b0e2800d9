using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// A standby replays what its primary wrote, and ends the statements that stand in the way: they look at rows that are cleaned up, or at a table that is
/// altered. Sent again, the same statement mostly ends before that happens once more.
/// </summary>
internal static class RecoveryConflict
{
    /// <summary>Beginning of the server's own routines that raise it (13 to 18), which no language changes; others raise the same SQLSTATE.</summary>
    private const string Routine = "Process";

    public static bool Is(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure, Routine: { } routine }
        && routine.StartsWith(Routine, StringComparison.Ordinal);

    /// <summary>Does the work, and does it once more when a standby ended it.</summary>
    /// <param name="work">Told whether it is the first time: what is thrown then may be done again.</param>
    /// <param name="cancellationToken">Whoever stopped it wants no second time.</param>
    public static async Task<T> TwiceAsync<T>(Func<bool, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(true).ConfigureAwait(false);
        }
        catch (PostgresException error) when (Is(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await work(false).ConfigureAwait(false);
        }
    }

    /// <param name="isRepetition">It ended the second time, too.</param>
    public static PipelineFailure Failure(bool isRepetition) => new(
        FailureParty.Database,
        FailureTypes.DatabaseError,
        $"The standby server ended the statement{(isRepetition ? ", twice" : "")}: it has to replay what was changed on its primary meanwhile "
            + "(a conflict with recovery).",
        "Run it again when less is changed there, or ask the administrator for hot_standby_feedback=on or a longer max_standby_streaming_delay on the standby.",
        IsTransient: true);
}
