using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NodaTime;

namespace NlSql.Core.Foundation.Clock;

/// <summary>The zone in which days begin.</summary>
public sealed class ClockOptions
{
    /// <summary>IANA name of the time zone of every session and of "today"; wins over <c>time_zone</c> of SITE_FILE.</summary>
    /// <value>empty: <c>time_zone</c> of SITE_FILE, else UTC</value>
    [ConfigurationKeyName("TIME_ZONE")]
    public string? TimeZone { get; set; }
}

/// <summary>
/// Refuses a zone that nobody knows before a question could fail by it. So it does offsets such as <c>UTC+02:00</c>: NodaTime knows them as east of
/// Greenwich, PostgreSQL as west.
/// </summary>
internal sealed class ClockOptionsValidator : IValidateOptions<ClockOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClockOptions options) =>
        string.IsNullOrWhiteSpace(options.TimeZone) || DateTimeZoneProviders.Tzdb.Ids.Contains(options.TimeZone.Trim())
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"TIME_ZONE '{options.TimeZone}' is not known; write an IANA name such as Europe/Berlin, no offset, or leave it out.");
}
