namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// How long after a failure nobody tries again: 1 s after the first one, twice as long after each further one, 60 s at most. Not for more threads
/// at once.
/// </summary>
internal sealed class RetryPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private TimeSpan next = First;
    private TimeSpan wait = TimeSpan.Zero;
    private long failedAt;

    public bool IsOver => time.GetElapsedTime(failedAt) >= wait;

    /// <summary>Something has failed just now; returns how long the pause is that begins with it.</summary>
    public TimeSpan Begin()
    {
        failedAt = time.GetTimestamp();
        wait = next;
        next = next * 2 < Longest ? next * 2 : Longest;
        return wait;
    }

    /// <summary>It has worked: the next failure is a first one again.</summary>
    public void Forget() => next = First;
}
