using Microsoft.Extensions.Logging;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Event ids 8000 to 8099.</summary>
internal static partial class WorkspaceLog
{
    [LoggerMessage(8000, LogLevel.Error, "The record of turn {Turn} cannot be read; it is left out")]
    public static partial void TurnUnreadable(this ILogger logger, Exception error, string turn);

    [LoggerMessage(8001, LogLevel.Error, "{Message} {Advice}")]
    public static partial void StateUnusable(this ILogger logger, string message, string? advice);
}
