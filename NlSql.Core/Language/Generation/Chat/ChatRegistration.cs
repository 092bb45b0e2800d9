using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Language.Endpoints;
using NlSql.Core.Language.Generation.Chat.Exchanges;
using NlSql.Core.Language.LocalModel;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>Registers the configured model, if there is one: an endpoint, or a file that a process of NlSql's own computes with.</summary>
internal static class ChatRegistration
{
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLocalModels(configuration);
        services.AddOptions<ModelOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsRules>();
        services.AddSingleton<IPostConfigureOptions<ModelOptions>>(
            provider => new LocalModelPatience(configuration, provider.GetRequiredService<IOptions<LocalModelOptions>>()));
        services.TryAddSingleton<ModelTransport>();
        services.AddSingleton(Connect);
        return services;
    }

    private static ConfiguredModel Connect(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        var local = services.GetRequiredService<LocalModels>();
        if (local is { Chat: { } own, CanRun: true })
        {
            return Open(
                services,
                new ModelEndpoint(own.Plan.File.Name, ModelEndpoint.OwnAddress, options.Sees, IsLoopback: true, IsOwn: true),
                LocalModelServer.Address,
                local.ToChat,
                server: own);
        }

        var unused = local.Chat is not null ? LocalModelFailures.NotInThisBuild
            : services.GetRequiredService<IOptions<LocalModelOptions>>().Value.Unused() ?? options.Unused();
        return options.HasEndpoint && options.BaseAddress() is { } address && options.ModelName is { } model
            ? Open(
                services,
                new ModelEndpoint(model.Trim(), address.GetLeftPart(UriPartial.Authority), options.Sees, address.IsLoopback),
                address,
                services.GetRequiredService<ModelTransport>(),
                unused)
            : new ConfiguredModel { Note = unused };
    }

    /// <summary>Outermost: an answer out of a pack has no limits, and one that failed is not recorded.</summary>
    private static IChatClient WithExchanges(ReliableChatClient client, ModelEndpoint endpoint, ModelOptions options)
    {
        var record = string.IsNullOrWhiteSpace(options.Record) ? null : ExchangePack.Open(options.Record);
        var replay = string.IsNullOrWhiteSpace(options.Replay) ? null
            : string.Equals(options.Replay, options.Record, StringComparison.Ordinal) ? record
            : ExchangePack.Open(options.Replay);
        return record is null && replay is null ? client : new ExchangingChatClient(client, endpoint.Model, replay, record);
    }

    private static ConfiguredModel Open(
        IServiceProvider services,
        ModelEndpoint endpoint,
        Uri address,
        ModelTransport transport,
        string? note = null,
        LocalModelServer? server = null)
    {
        var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;

        // The time limits are ReliableChatClient's; the network's only has to be out of their way.
        var patience = TimeSpan.FromMilliseconds(options.TimeoutMs) + TimeSpan.FromSeconds(5);
        var key = EndpointKey.For(address, endpoint.IsOwn ? null : options.ApiKey, options.ApiKeyHeader);
        var client = new ServerDialect(transport.OpenChat(address, endpoint.Model, key, patience).AsIChatClient(), address);
        return new ConfiguredModel
        {
            Endpoint = endpoint,
            Client = WithExchanges(
                new ReliableChatClient(
                    client, endpoint, options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ReliableChatClient>>()),
                endpoint,
                options),
            Ping = token => transport.AskForModelsAsync(address, key, token),
            Ahead = server is null ? null : server.AheadAsync,
            Load = server is null ? null : server.StartAsync,
            Note = note,
        };
    }
}
