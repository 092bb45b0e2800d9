using Microsoft.Extensions.Logging;

namespace NlSql.Core.Database.Connections;

/// <summary>Event ids 1100 to 1199.</summary>
internal static partial class ConnectionsLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Database role: {Message} Mend it with: {Fix}")]
    public static partial void RoleFinding(ILogger logger, string message, string fix);
}
