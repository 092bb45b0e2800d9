using System.Diagnostics;
using NlSql.Core.Database.Connections;

namespace NlSql.Core.Database.Execution;

/// <summary>Counts the time of one statement.</summary>
/// <param name="limitMs">Milliseconds that the server gives it.</param>
/// <param name="setting">The setting that the limit comes from.</param>
internal sealed class StatementClock(int limitMs, string setting)
{
    private long? sent;

    /// <summary>Call it just before the statement is sent, so that the count is never below the server's.</summary>
    public void Sent() => sent = Stopwatch.GetTimestamp();

    /// <summary>Null while nothing was sent.</summary>
    public StatementTime? Read() => this.sent is { } sent
        ? new StatementTime(Stopwatch.GetElapsedTime(sent), TimeSpan.FromMilliseconds(limitMs), setting)
        : null;
}
