using System.Globalization;
using System.Net.Sockets;
using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>Turns what Npgsql throws into a failure that names what is wrong and what to do. The database's words are shown as data.</summary>
public static class DatabaseFailures
{
    private const string ClassConnection = "08";
    private const string ClassOperatorIntervention = "57";
    private const string ClassInsufficientResources = "53";
    private const string ClassRollback = "40";

    /// <summary>True for errors that <see cref="From"/> knows how to read.</summary>
    public static bool Covers(Exception error) => error is NpgsqlException or SocketException or TimeoutException;

    /// <param name="error">What was thrown.</param>
    /// <param name="sent">The text that was sent, for the position; null when it is of no interest to a person.</param>
    /// <param name="prefixLength">UTF-16 characters of <paramref name="sent"/> that stand before the person's SQL.</param>
    /// <param name="time">What the statement took of its time; null when it had no limit of ours.</param>
    /// <param name="isRepetition">It was sent before, and a standby ended it.</param>
    public static PipelineFailure From(Exception error, string? sent = null, int prefixLength = 0, StatementTime? time = null, bool isRepetition = false)
    {
        if (error is PostgresException postgres)
        {
            return (postgres.SqlState == PostgresErrorCodes.QueryCanceled ? Cancelled(time) : FromPostgres(postgres, isRepetition)) with
            {
                SqlState = postgres.SqlState,
                Position = sent is null ? null : PositionIn(sent, postgres.Position, prefixLength),
            };
        }

        if (error.InnerException is PipelineFailureException { Failure: var told })
        {
            // What stood in the way of the connection has been told already: a password's file that is gone.
            return told;
        }

        if (IsNoConnectionFree(error))
        {
            return new(
                FailureParty.Infrastructure,
                FailureTypes.Busy,
                "Every connection to the database that this may use is in use.",
                "Try again in a moment; DB_POOL_SIZE and DB_EXPORT_POOL_SIZE say how many there are.",
                true);
        }

        if (error is TimeoutException or { InnerException: TimeoutException })
        {
            return new(
                FailureParty.Database,
                FailureTypes.DatabaseUnreachable,
                "The database did not answer in time.",
                "Check the network and the server's load, then try again.",
                true);
        }

        return new(
            FailureParty.Database,
            FailureTypes.DatabaseUnreachable,
            "The database cannot be reached, or the connection to it broke.",
            "Check that the server is up and that DB_HOST and DB_PORT name it, then try again.",
            true);
    }

    /// <summary>Our own pool is used up, which is nothing that the database could help; the driver has no other word for it than its message.</summary>
    internal static bool IsNoConnectionFree(Exception error) =>
        error is NpgsqlException { InnerException: TimeoutException }
        && error.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal);

    private static PipelineFailure FromPostgres(PostgresException error, bool isRepetition)
    {
        if (RecoveryConflict.Is(error))
        {
            return RecoveryConflict.Failure(isRepetition);
        }

        var (type, advice, transient) = error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                (FailureTypes.DatabaseUnauthorized, "Check DB_USER and DB_PASS (or DB_PASS_FILE), and the server's pg_hba.conf.", false),
            PostgresErrorCodes.InvalidCatalogName => (FailureTypes.DatabaseUnreachable, "Check DB_NAME.", false),
            PostgresErrorCodes.InsufficientPrivilege => (FailureTypes.DatabaseError, "Ask the owner to GRANT SELECT on it to NlSql's role.", false),
            PostgresErrorCodes.SyntaxError => (FailureTypes.SqlSyntax, error.Hint, false),
            PostgresErrorCodes.DivisionByZero => (FailureTypes.DatabaseError, "Wrap the divisor in NULLIF(..., 0).", false),
            PostgresErrorCodes.ReadOnlySqlTransaction => (FailureTypes.DatabaseError, "NlSql only reads; nothing was changed.", false),
            PostgresErrorCodes.LockNotAvailable => (FailureTypes.DatabaseError, "Somebody holds a lock on the table; try again in a moment.", true),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
                (FailureTypes.DatabaseUnreachable, "The server is stopping or starting; try again in a moment.", true),
            _ => ByClass(error),
        };
        var message = error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            ? "The database ended the connection: its server is stopping, or an administrator ended the session."
            : Sentence(error.MessageText);
        return new(FailureParty.Database, type, message, advice, transient);
    }

    /// <summary>
    /// The server has one SQLSTATE for its time limit and for somebody's <c>pg_cancel_backend</c>, and the words that tell them apart are in
    /// the server's language: the clock decides. A statement that had time left was not stopped by its limit.
    /// </summary>
    private static PipelineFailure Cancelled(StatementTime? time) => time switch
    {
        null => new(
            FailureParty.Database,
            FailureTypes.StatementCancelled,
            "The server cancelled the statement: it took longer than the server allows, or somebody cancelled it there.",
            "Try again; if it happens again, ask the database's administrator.",
            true),
        { HasTimeLeft: true } => new(
            FailureParty.Database,
            FailureTypes.StatementCancelled,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The statement was cancelled at the database after {time.Elapsed.TotalSeconds:0.0} s, before its time limit: "
                    + $"somebody with rights on the server did that (pg_cancel_backend)."),
            "Ask the database's administrator before you run it again.",
            true),
        _ => new(
            FailureParty.Database,
            FailureTypes.StatementTimeout,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The statement was stopped because it took longer than its time limit of {time.Limit.TotalSeconds:0.###} s."),
            $"Ask for less: a shorter period, fewer tables, an aggregate; or raise {time.Setting}."),
    };

    private static (string Type, string? Advice, bool IsTransient) ByClass(PostgresException error) => error.SqlState[..2] switch
    {
        ClassConnection => (FailureTypes.DatabaseUnreachable, "Try again in a moment.", true),
        ClassOperatorIntervention or ClassInsufficientResources =>
            (FailureTypes.DatabaseError, error.Hint ?? "The server is short of something; try again in a moment.", true),
        ClassRollback => (FailureTypes.DatabaseError, error.Hint ?? "Try again.", true),
        _ => (FailureTypes.DatabaseError, error.Hint, error.IsTransient),
    };

    /// <summary>PostgreSQL counts characters from 1, which are code points; we count UTF-16 from 0.</summary>
    internal static int? PositionIn(string sent, int position, int prefixLength)
    {
        if (position <= 0)
        {
            return null;
        }

        var offset = 0;
        for (var characters = 1; characters < position && offset < sent.Length; characters++)
        {
            offset += char.IsHighSurrogate(sent[offset]) && offset + 1 < sent.Length ? 2 : 1;
        }

        return offset >= prefixLength ? offset - prefixLength : null;
    }

    private static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? "The database reported an error." : $"PostgreSQL reports: {trimmed}{(trimmed[^1] is '.' ? string.Empty : ".")}";
    }
}
