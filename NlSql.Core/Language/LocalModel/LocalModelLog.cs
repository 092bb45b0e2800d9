using Microsoft.Extensions.Logging;

namespace NlSql.Core.Language.LocalModel;

/// <summary>Event ids 4100 to 4199. Nothing that was asked or answered is ever among it.</summary>
internal static partial class LocalModelLog
{
    [LoggerMessage(4100, LogLevel.Information, "The local model {Model} is loaded, in {Milliseconds} ms (process {ProcessId})")]
    public static partial void Started(ILogger logger, string model, long milliseconds, int processId);

    [LoggerMessage(4101, LogLevel.Warning, "The process of the local model {Model} ended without being told to and is started again in {Seconds} s: {Words}")]
    public static partial void Ended(ILogger logger, string model, double seconds, string words);

    [LoggerMessage(4102, LogLevel.Error, "The local model {Model} could not be started: {Reason}")]
    public static partial void StartFailed(ILogger logger, string model, string reason);

    [LoggerMessage(4103, LogLevel.Error, "The process of the local model {Model} took {Megabytes} MB, more than MODEL_MEMORY_MB allows, and was ended")]
    public static partial void TooLarge(ILogger logger, string model, long megabytes);
}
