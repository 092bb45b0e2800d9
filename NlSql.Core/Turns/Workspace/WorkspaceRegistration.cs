using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NlSql.Core.Turns.Workspace.Memory;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Registers this stage's services and settings.</summary>
public static class WorkspaceRegistration
{
    public static IServiceCollection AddWorkspace(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MemoryOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IVerifiedPairs, SqliteVerifiedPairs>();
        services.AddSingleton<StateHealth>();
        services.AddSingleton<WorkspaceFile>();
        services.AddSingleton(provider => new StateInspection(provider.GetRequiredService<WorkspaceFile>()));
        services.AddSingleton(provider => new TurnTraces(provider.GetRequiredService<WorkspaceFile>()));
        services.AddSingleton(provider => new AskedDatabases(provider.GetRequiredService<WorkspaceFile>()));
        services.AddSingleton<SqliteConversationStore>();
        services.AddSingleton<IConversationStore, WatchedConversationStore>();
        return services;
    }

    /// <summary>For hosts that stay: looks at the whole state file before it is used.</summary>
    public static IServiceCollection AddStateUpkeep(this IServiceCollection services) => services.AddHostedService<StateUpkeep>();

    private sealed class StateUpkeep(WorkspaceFile file) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            file.Begin();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
