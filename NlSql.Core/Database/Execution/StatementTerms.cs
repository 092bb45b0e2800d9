using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <param name="Clock">What counts its time.</param>
internal sealed record SentStatement(ApprovedSql Sql, RunTag Tag, StatementClock Clock)
{
    /// <summary>As it was sent, for the place of an error; null when that is of no interest to a person.</summary>
    public string? Text { get; init; }

    /// <summary>UTF-16 characters of <see cref="Text"/> before the person's SQL.</summary>
    public int PrefixLength { get; init; }

    /// <summary>It was sent before, and a standby ended it.</summary>
    public bool IsRepetition { get; init; }
}

/// <summary>Under which limits every approved statement runs, and what its errors are called.</summary>
internal sealed class StatementTerms(ExecutionOptions options, SessionClock clock, ILogger logger)
{
    /// <summary>Before a statement, what asks for its plan in the form that <see cref="Plans.PlanReader"/> reads.</summary>
    public const string Explain = "EXPLAIN (FORMAT JSON, VERBOSE) ";

    private readonly SeenDefinitions seen = new();

    /// <param name="timeoutMs">Milliseconds for each statement of the transaction.</param>
    public SessionLimits Limits(ApprovedSql sql, int timeoutMs) => new(timeoutMs, options.LockTimeoutMs, sql.SearchPath, clock.Zone)
    {
        RunAs = options.RunAs,
        Definitions = sql.Mark is { } mark ? new DefinitionCheck(mark, sql.Shown, seen) : null,
    };

    /// <summary>
    /// The end of our own cancel: the server's answer to it, or a connection that was given up because none came. What a standby ended meanwhile was stopped,
    /// too.
    /// </summary>
    public static bool IsStop(Exception error, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        && (error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException and not PostgresException
            || RecoveryConflict.Is(error));

    /// <summary>What the caller gets for an error: a failure in words, or the cancellation that it asked for.</summary>
    public Exception Translate(Exception error, SentStatement statement, CancellationToken cancellationToken) =>
        IsStop(error, cancellationToken)
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : new PipelineFailureException(Describe(error, statement), error);

    /// <summary>Without the names that the statement may not tell, and with a line of the log.</summary>
    public PipelineFailure Describe(Exception error, SentStatement statement)
    {
        var failure = DatabaseFailures.From(error, statement.Text, statement.PrefixLength, statement.Clock.Read(), statement.IsRepetition);
        if (failure.Advice is { } advice && statement.Sql.HiddenNames.Any(name => advice.Contains(name, StringComparison.Ordinal)))
        {
            failure = failure with { Advice = null };
        }

        // What PostgreSQL says may quote a row's value: invalid input syntax for type integer: "...".
        logger.Failed(error is PostgresException ? null : error, statement.Tag.Turn, failure.SqlState, failure.Type);
        return failure;
    }
}
