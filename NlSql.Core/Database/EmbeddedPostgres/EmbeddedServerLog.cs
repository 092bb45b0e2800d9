using Microsoft.Extensions.Logging;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>Event ids 1200 to 1299.</summary>
internal static partial class EmbeddedServerLog
{
    [LoggerMessage(1200, LogLevel.Information, "Embedded PostgreSQL runs on 127.0.0.1:{Port}, started in {Milliseconds} ms")]
    public static partial void Started(ILogger logger, int port, long milliseconds);

    [LoggerMessage(1201, LogLevel.Information, "Attached to the embedded PostgreSQL of another NlSql process on 127.0.0.1:{Port}")]
    public static partial void Attached(ILogger logger, int port);

    [LoggerMessage(1202, LogLevel.Information, "Embedded PostgreSQL stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1203, LogLevel.Warning, "The embedded PostgreSQL's cluster cannot be used and is made again: {Reason}")]
    public static partial void ClusterUnusable(ILogger logger, string reason);

    [LoggerMessage(1204, LogLevel.Error, "The embedded PostgreSQL could not be started again: {Reason}")]
    public static partial void RestartFailed(ILogger logger, Exception? error, string reason);

    [LoggerMessage(1206, LogLevel.Warning, "The embedded PostgreSQL ended without being told to and is started again. Its last words: {Words}")]
    public static partial void Ended(ILogger logger, string words);

    [LoggerMessage(1205, LogLevel.Information, "PostgreSQL runs as an unprivileged user who cannot enter this folder; its files are in {Folder}")]
    public static partial void MovedOutOfPrivateFolder(ILogger logger, string folder);
}
