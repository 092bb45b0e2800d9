using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Cli.Doctor;

/// <summary>Asks the configured endpoint for its models: reaches it, checks the key, and costs nothing; a model on this machine is loaded.</summary>
internal static class ModelCheck
{
    private const string Subject = "model";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A model on this machine is loaded for it.</summary>
    private static readonly TimeSpan LoadingPatience = TimeSpan.FromMinutes(5);

    public static async Task<Finding> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<ConfiguredModel>() is not { Endpoint: { } endpoint } model)
        {
            return new Finding(Grade.Ok, Subject, "none configured: the built-in translator writes the SQL");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(endpoint.IsOwn ? LoadingPatience : Patience);
        try
        {
            return Judge(endpoint, await model.AskForModelsAsync(patience.Token).ConfigureAwait(false));
        }
        catch (HttpRequestException exception) when (exception.InnerException is PipelineFailureException { Failure: var failure })
        {
            return Failed(failure.Message, $"{failure.Advice} Until then the built-in translator answers.".TrimStart());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException)
        {
            return Failed(
                $"{endpoint.Address} cannot be reached.", "Start the model's server or correct LLM_API_URL. Until then the built-in translator answers.");
        }
    }

    private static Finding Judge(ModelEndpoint endpoint, HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => new Finding(
            Grade.Ok,
            Subject,
            $"{endpoint.Model} {(endpoint.IsOwn ? "of MODEL_PATH is loaded" : $"at {endpoint.Address} answers")}; "
                + $"sees {endpoint.Sees.ToString().ToLowerInvariant()}"),
        401 or 403 => Failed($"{endpoint.Address} refuses the key ({(int)status}).", "Set LLM_API_KEY to a key of this endpoint."),
        404 or 405 or 501 => new Finding(
            Grade.Warning,
            Subject,
            $"{endpoint.Address} answers, but has no list of models there ({(int)status}).",
            "Check LLM_API_URL: it usually ends in /v1. A server that has chat completions and no list of models works all the same."),
        >= 300 and < 400 => Failed($"{endpoint.Address} redirects elsewhere ({(int)status}), which is not followed.", "Set LLM_API_URL to the final address."),
        429 => new Finding(Grade.Warning, Subject, $"{endpoint.Address} has too many requests (429).", "Wait and try again."),
        _ => Failed($"{endpoint.Address} fails ({(int)status}).", "Look at the model server's log. Until then the built-in translator answers."),
    };

    private static Finding Failed(string text, string advice) => new(Grade.Failed, Subject, text, advice, ExitCodes.Model);
}
