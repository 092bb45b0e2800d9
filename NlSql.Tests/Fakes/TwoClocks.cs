namespace NlSql.Tests.Fakes;

/// <summary>The time of day and the time that passes, moved apart.</summary>
internal sealed class TwoClocks : TimeProvider
{
    public TimeSpan Wall { get; set; }

    public TimeSpan Monotonic { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Wall;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Monotonic.TotalSeconds * TimestampFrequency);
}
