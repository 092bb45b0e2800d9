using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Clock;

namespace NlSql.Core.Database.Execution;

/// <summary>Registers this stage's services and settings.</summary>
public static class ExecutionRegistration
{
    public static IServiceCollection AddExecution(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddClock(configuration);
        services.AddOptions<ExecutionOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<IRowCounter, NpgsqlRowCounter>();
        services.AddSingleton<NpgsqlQueryExecutor>();
        services.AddSingleton<IQueryExecutor>(provider => new RecentEstimates(
            provider.GetRequiredService<NpgsqlQueryExecutor>(),
            provider.GetRequiredService<IOptions<ExecutionOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
