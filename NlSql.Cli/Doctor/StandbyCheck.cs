using NlSql.Core.Database.Connections;
using Npgsql;

namespace NlSql.Cli.Doctor;

/// <summary>Whether the server is a standby, and what that means for whoever asks it.</summary>
internal static class StandbyCheck
{
    private const string State = """
        SELECT pg_catalog.pg_is_in_recovery(),
            EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) pg_catalog.pg_last_xact_replay_timestamp())::pg_catalog.float8,
            pg_catalog.current_setting('hot_standby_feedback')
        """;

    /// <summary>Null for a server that is none.</summary>
    public static async Task<Finding?> RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            var command = source.CreateCommand(State);
            await using var disposal = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return reader.GetBoolean(0) ? Describe(reader[1] as double?, reader.GetString(2)) : null;
            }
        }
        catch (Exception error) when (DatabaseFailures.Covers(error))
        {
            var failure = DatabaseFailures.From(error);
            return new Finding(Grade.Warning, "database", $"Whether the server is a standby could not be found out: {failure.Message}", failure.Advice);
        }
    }

    /// <param name="seconds">Since the last change that was replayed; null when there was none yet.</param>
    private static Finding Describe(double? seconds, string feedback)
    {
        var last = seconds is { } age ? FormattableString.Invariant($"the last change that it replayed is {age:0} s old") : "it has replayed no change yet";
        return new Finding(
            Grade.Ok,
            "database",
            $"The server is a standby (a read replica): {last}.",
            feedback == "on"
                ? null
                : "What its primary changes may end statements here, which are sent once more then; hot_standby_feedback=on prevents most of it.");
    }
}
