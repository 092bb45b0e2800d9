namespace NlSql.Core.Database.Connections;

/// <summary>What a statement took of the time it was given.</summary>
/// <param name="Elapsed">Since it was sent, on our clock: never less than the server counted.</param>
/// <param name="Limit">The statement_timeout that the server had for it.</param>
/// <param name="Setting">The setting that <paramref name="Limit"/> came from.</param>
public sealed record StatementTime(TimeSpan Elapsed, TimeSpan Limit, string Setting)
{
    /// <summary>Milliseconds by which two clocks may differ over the length of a statement.</summary>
    private const int ClockTolerance = 20;

    /// <summary>True when the limit cannot have been what ended the statement.</summary>
    public bool HasTimeLeft => Elapsed < Limit - TimeSpan.FromMilliseconds(ClockTolerance);
}
