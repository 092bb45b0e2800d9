using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Site;

namespace NlSql.Core.Foundation.Clock;

/// <summary>Registers the <see cref="SessionClock"/>: TIME_ZONE decides, then SITE_FILE, then UTC.</summary>
public static class ClockRegistration
{
    public static IServiceCollection AddClock(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(SiteKnowledge.Nothing);
        services.AddOptions<ClockOptions>().Bind(configuration).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClockOptions>, ClockOptionsValidator>());
        services.TryAddSingleton(provider => From(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ClockOptions>>().Value,
            provider.GetRequiredService<SiteKnowledge>()));
        return services;
    }

    private static SessionClock From(TimeProvider time, ClockOptions options, SiteKnowledge site)
    {
        var zone = string.IsNullOrWhiteSpace(options.TimeZone) ? site.TimeZone ?? SessionClock.DefaultZone : options.TimeZone.Trim();
        return new SessionClock(time, zone, new BusinessCalendar(site.FirstWeekday, site.FiscalYearStart));
    }
}
