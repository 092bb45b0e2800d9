namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>A clock that stands at noon of one day, for readers of dates that ask a clock what today is.</summary>
internal sealed class DayTime(DateOnly day) : TimeProvider
{
    private static readonly TimeOnly Noon = new(12, 0);

    public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(Noon), TimeSpan.Zero);
}
