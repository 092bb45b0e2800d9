using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Replay;

/// <summary>Registers what writes turns as packs and plays them again.</summary>
public static class ReplayRegistration
{
    public static IServiceCollection AddReplay(this IServiceCollection services)
    {
        services.AddSingleton<PackSecrets>();
        services.AddSingleton(provider => new ReplayExport(
            provider.GetRequiredService<TurnTraces>(),
            provider.GetRequiredService<IAnalyticsDatabases>(),
            provider.GetRequiredService<ISqlGuard>(),
            provider.GetRequiredService<IResultStore>(),
            provider.GetRequiredService<PackSecrets>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DraftPlayback>();
        services.AddSingleton<StatementPlayback>();
        services.AddSingleton(provider => new TurnReplay(
            provider.GetRequiredService<IAnalyticsDatabases>(),
            provider.GetRequiredService<DraftPlayback>(),
            provider.GetRequiredService<StatementPlayback>()));
        return services;
    }

    /// <summary>
    /// Sets the product's services to play this pack, after all others: the day is the turn's, so that "last month" means the same, and the model's answers
    /// come out of the pack.
    /// </summary>
    /// <param name="ask">Leaves the configured model in its place.</param>
    public static IServiceCollection AddPlaybackOf(this IServiceCollection services, ReplayPack pack, bool ask)
    {
        if (pack.Trace is not { } trace)
        {
            return services;
        }

        var clock = services.Last(service => service.ServiceType == typeof(SessionClock));
        services.AddSingleton(provider => ((SessionClock)clock.ImplementationFactory!(provider)).Standing(trace.DraftedAt));
        return ask ? services : services.AddSingleton(Recorded(trace));
    }

    private static ConfiguredModel Recorded(TurnTrace trace) => trace.Settings is { Model: { } model } settings
        ? new ConfiguredModel
        {
            Endpoint = new ModelEndpoint(
                model, settings.Endpoint ?? "", ModelSees.Schema, IsLoopback: true, IsOwn: settings.Endpoint == ModelEndpoint.OwnAddress),
            Client = new PlaybackChatClient(trace.Exchanges),
            Note = settings.Note,
        }
        : new ConfiguredModel { Note = trace.Settings.Note };
}
