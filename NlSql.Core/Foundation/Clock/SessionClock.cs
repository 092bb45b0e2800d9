using NodaTime;

namespace NlSql.Core.Foundation.Clock;

/// <summary>
/// The one clock that days are told by: PostgreSQL's sessions, "today" in questions and the times on the page all have its zone. What has nothing
/// to do with days (time-outs, when to clean up) goes by the <see cref="TimeProvider"/> under it.
/// </summary>
public sealed class SessionClock
{
    /// <summary>Where nothing is set.</summary>
    public const string DefaultZone = "UTC";

    private readonly TimeProvider time;
    private readonly DateTimeZone zone;

    /// <param name="zone">IANA name; throws <see cref="NodaTime.TimeZones.DateTimeZoneNotFoundException"/> for any other.</param>
    public SessionClock(TimeProvider time, string zone = DefaultZone, BusinessCalendar? calendar = null)
    {
        this.time = time;
        this.zone = DateTimeZoneProviders.Tzdb[zone];
        Calendar = calendar ?? BusinessCalendar.Usual;
    }

    /// <summary>IANA name, as PostgreSQL knows it too.</summary>
    public string Zone => zone.Id;

    /// <summary>Where weeks and fiscal years begin.</summary>
    public BusinessCalendar Calendar { get; }

    /// <summary>This moment, with the zone's offset.</summary>
    public DateTimeOffset Now => In(time.GetUtcNow());

    /// <summary>The zone's date of this moment.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>The same zone and calendar at a moment that does not pass.</summary>
    public SessionClock Standing(DateTimeOffset moment) => new(new StandingTime(moment), Zone, Calendar);

    /// <summary>The same moment with the zone's offset, so that its date and time are those of a clock on the wall there.</summary>
    public DateTimeOffset In(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment).InZone(zone).ToDateTimeOffset();

    private sealed class StandingTime(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
