using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>Registers the configured model, if there is one.</summary>
internal static class ChatRegistration
{
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsRules>();
        services.TryAddSingleton<ModelTransport>();
        services.AddSingleton(Connect);
        return services;
    }

    private static ConfiguredModel Connect(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        var note = options.Unused();
        if (!options.HasEndpoint || options.BaseAddress() is not { } address || options.ModelName is not { } model)
        {
            return new ConfiguredModel { Note = note };
        }

        var endpoint = new ModelEndpoint(model.Trim(), address.GetLeftPart(UriPartial.Authority), options.Sees, address.IsLoopback);

        // The time limits are ReliableChatClient's; the network's only has to be out of their way.
        var patience = TimeSpan.FromMilliseconds(options.TimeoutMs) + TimeSpan.FromSeconds(5);
        var transport = services.GetRequiredService<ModelTransport>();
        var client = transport.OpenChat(address, endpoint.Model, options.ApiKey, patience).AsIChatClient();
        if (TokenLimitName.IsNeededAt(address))
        {
            client = new TokenLimitName(client);
        }

        return new ConfiguredModel
        {
            Endpoint = endpoint,
            Client = new ReliableChatClient(
                client, endpoint, options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ReliableChatClient>>()),
            Ping = token => transport.AskForModelsAsync(address, options.ApiKey, token),
            Note = note,
        };
    }
}
