using Microsoft.Extensions.Logging;

namespace NlSql.Core.Database.DemoDatabase;

/// <summary>Event ids 1300 to 1399.</summary>
internal static partial class DemoDatabaseLog
{
    [LoggerMessage(1300, LogLevel.Information, "Demo database (version {Version}) loaded in {Milliseconds} ms")]
    public static partial void Loaded(ILogger logger, string version, long milliseconds);
}
