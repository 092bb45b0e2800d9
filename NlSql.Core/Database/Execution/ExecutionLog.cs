using Microsoft.Extensions.Logging;

namespace NlSql.Core.Database.Execution;

/// <summary>Event ids 6000 to 6099.</summary>
internal static partial class ExecutionLog
{
    [LoggerMessage(6000, LogLevel.Information, "Turn {Turn}: {Rows} rows in {Milliseconds:F0} ms, truncated {Truncated}, partial {Partial}")]
    public static partial void Ran(this ILogger logger, string turn, long rows, double milliseconds, bool truncated, bool partial);

    [LoggerMessage(6001, LogLevel.Information, "Turn {Turn}: {Rows} rows exported in {Milliseconds:F0} ms")]
    public static partial void Exported(this ILogger logger, string turn, long rows, double milliseconds);

    [LoggerMessage(6002, LogLevel.Trace, "Turn {Turn} runs: {Sql}")]
    public static partial void Running(this ILogger logger, string turn, string sql);

    [LoggerMessage(6003, LogLevel.Warning, "Turn {Turn}: the database failed with {SqlState}, {Type}")]
    public static partial void Failed(this ILogger logger, Exception? error, string turn, string? sqlState, string type);

    [LoggerMessage(6004, LogLevel.Warning, "Old results could not be removed from {Folder}")]
    public static partial void CleanupFailed(this ILogger logger, Exception error, string folder);

    [LoggerMessage(6005, LogLevel.Information, "{Count} old results removed, {Bytes} bytes freed")]
    public static partial void CleanedUp(this ILogger logger, int count, long bytes);

    [LoggerMessage(6006, LogLevel.Warning, "The stored result {Result} is damaged")]
    public static partial void ResultDamaged(this ILogger logger, Exception error, string result);

    [LoggerMessage(6007, LogLevel.Error, "The clean-up of old results failed")]
    public static partial void BackgroundCleanupFailed(this ILogger logger, Exception error);

    [LoggerMessage(6050, LogLevel.Error, "The disk that holds {Folder} is full: new results go to {StandIn} until there is room, and go with the process")]
    public static partial void DiskFull(this ILogger logger, string folder, string standIn);

    [LoggerMessage(6051, LogLevel.Information, "There is room in {Folder} again: new results are kept")]
    public static partial void DiskHasRoom(this ILogger logger, string folder);
}
