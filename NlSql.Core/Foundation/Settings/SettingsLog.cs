using Microsoft.Extensions.Logging;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Event ids 1000 to 1099.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(1000, LogLevel.Error, "{Reason} Until then {StandIn} takes its place.")]
    public static partial void DataPathNotWritable(this ILogger logger, string reason, string standIn);

    [LoggerMessage(1001, LogLevel.Information, "Wiped {Path}")]
    public static partial void Wiped(this ILogger logger, string path);

    [LoggerMessage(1002, LogLevel.Warning, "{Path} was not wiped: NlSql did not make it (no marker file in it)")]
    public static partial void NotWiped(this ILogger logger, string path);

    [LoggerMessage(1003, LogLevel.Error, "{Path} could not be wiped")]
    public static partial void WipeFailed(this ILogger logger, Exception error, string path);

    [LoggerMessage(1004, LogLevel.Warning, "Removing what a killed process left in {Path}")]
    public static partial void WipingLeftovers(this ILogger logger, string path);

    [LoggerMessage(1005, LogLevel.Debug, "{Path} cannot be written, so it is not marked for wiping")]
    public static partial void NotMarked(this ILogger logger, Exception error, string path);

    [LoggerMessage(1006, LogLevel.Warning, "{Path} is used by another NlSql, which wipes it when it ends")]
    public static partial void WipingLeftToAnother(this ILogger logger, string path);
}
