using Microsoft.Extensions.DependencyInjection;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Registers this stage's services and settings.</summary>
public static class WorkspaceRegistration
{
    public static IServiceCollection AddWorkspace(this IServiceCollection services)
    {
        services.AddSingleton<WorkspaceFile>();
        services.AddSingleton<IConversationStore, SqliteConversationStore>();
        return services;
    }
}
