using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(2000, LogLevel.Information, "A question ended with {Type} ({Party})")]
    public static partial void StageFailed(this ILogger logger, FailureParty party, string type);

    [LoggerMessage(2001, LogLevel.Error, "Unexpected failure {CorrelationId}")]
    public static partial void Unexpected(this ILogger logger, Exception error, string correlationId);

    [LoggerMessage(2002, LogLevel.Error, "Turn {Turn} could not be saved; the answer goes on without it")]
    public static partial void TurnNotSaved(this ILogger logger, Exception? error, string turn);

    [LoggerMessage(2003, LogLevel.Error, "The rows of result {Result} could not be removed with their conversation")]
    public static partial void RowsNotRemoved(this ILogger logger, Exception error, string result);

    [LoggerMessage(2004, LogLevel.Error, "What turn {Turn} corrected could not be kept: {Reason}")]
    public static partial void PairNotKept(this ILogger logger, Exception? error, string turn, string reason);

    [LoggerMessage(2010, LogLevel.Information, "Database {Database}: {Phase}, {Message}")]
    public static partial void DatabaseStateChanged(this ILogger logger, string database, DatabasePhase phase, string message);

    [LoggerMessage(2011, LogLevel.Warning, "Database {Database} is not ready, next attempt in {Seconds:F0} s: {Type}")]
    public static partial void DatabaseFailed(this ILogger logger, string database, double seconds, string type);

    [LoggerMessage(2012, LogLevel.Information, "Database {Database}: the schema changed, reading it again")]
    public static partial void SchemaChanged(this ILogger logger, string database);

    [LoggerMessage(2013, LogLevel.Debug, "Database {Database}: the schema could not be checked for changes ({Type})")]
    public static partial void SchemaCheckFailed(this ILogger logger, string database, string type);

    [LoggerMessage(2015, LogLevel.Warning, "SITE_FILE lists the function {Function}, but it may not be called: {Reason}")]
    public static partial void SiteFunctionRefused(this ILogger logger, string function, string reason);

    [LoggerMessage(2014, LogLevel.Error, "Database {Database}: unexpected failure while it was read or indexed")]
    public static partial void DatabaseBroke(this ILogger logger, Exception error, string database);

    [LoggerMessage(2050, LogLevel.Information, "Turn {Turn}: {Half} for {Analyst} ended with {Outcome} after {Milliseconds:F0} ms, {Rows} rows")]
    public static partial void HalfEnded(this ILogger logger, string turn, string half, string analyst, string outcome, double milliseconds, long rows);

    [LoggerMessage(2051, LogLevel.Error, "A line of the audit trail could not be written: {Reason}")]
    public static partial void AuditNotWritten(this ILogger logger, string reason);

    [LoggerMessage(2052, LogLevel.Warning, "The audit trail ended in half a line of {Bytes} bytes, which a full disk or a killed process left: it was cut off")]
    public static partial void AuditLineCut(this ILogger logger, long bytes);

    [LoggerMessage(2053, LogLevel.Information, "The audit trail has reached AUDIT_MAX_BYTES: it lies as {Path} now, and a new one was begun")]
    public static partial void AuditRotated(this ILogger logger, string path);
}
