using System.Net;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>The model that is configured: what is shown of it, and the client to ask it.</summary>
/// <param name="Model">The model's name as the endpoint knows it.</param>
/// <param name="Address">Scheme, host and port for people; no path, no secret.</param>
/// <param name="Sees">What may leave for it.</param>
/// <param name="IsLoopback">The endpoint is on this machine.</param>
/// <param name="IsOwn">It is the model of MODEL_PATH, in a process of NlSql's own.</param>
public sealed record ModelEndpoint(string Model, string Address, ModelSees Sees, bool IsLoopback, bool IsOwn = false)
{
    /// <summary>Stands for the address of a model of NlSql's own: the setting that names its file.</summary>
    public const string OwnAddress = "MODEL_PATH";

    /// <summary>As sentences begin that tell of it.</summary>
    public string Title => IsOwn ? $"The local model {Model}" : $"The model at {Address}";

    /// <summary>As every answer names its writer.</summary>
    public string GeneratorName => $"model:{Model}";
}

/// <summary>Which model is configured, if any. Hosts show it; generators and analysts ask it.</summary>
public sealed class ConfiguredModel
{
    /// <summary>The endpoint; null when none is configured.</summary>
    public ModelEndpoint? Endpoint { get; init; }

    /// <summary>Asks the endpoint; null when none is configured. Throws <see cref="PipelineFailureException"/> (party Model).</summary>
    public IChatClient? Client { get; init; }

    /// <summary>
    /// Asks the endpoint for its list of models, with the key and without following redirects, and gives the status: reaches it, checks the key
    /// and costs nothing. Throws <see cref="HttpRequestException"/>, and <see cref="InvalidOperationException"/> when no endpoint is configured.
    /// </summary>
    public Task<HttpStatusCode> AskForModelsAsync(CancellationToken cancellationToken) =>
        (Ping ?? throw new InvalidOperationException("No model is configured."))(cancellationToken);

    internal Func<CancellationToken, Task<HttpStatusCode>>? Ping { get; init; }

    /// <summary>How many questions the model answers before one that comes now; null where nobody can tell.</summary>
    internal Func<CancellationToken, Task<int>>? Ahead { get; init; }

    /// <summary>Loads a model on this machine, telling how far it has come; null for an endpoint.</summary>
    internal Func<IProgress<string>, CancellationToken, Task>? Load { get; init; }

    /// <summary>Something the operator should know of the configuration, that a setting of a model is set and not used; null when all is well.</summary>
    public string? Note { get; init; }
}
