using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Database.DemoDatabase;

/// <summary>Registers the demo database of the embedded server.</summary>
public static class DemoDatabaseRegistration
{
    public static IServiceCollection AddDemoDatabase(this IServiceCollection services) =>
        services.AddSingleton<IDemoDatabase, DemoDatabaseLoader>();
}
