using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Cli.Doctor;

/// <summary>Asks the configured endpoint for its models: reaches it, checks the key, and costs nothing.</summary>
internal static class ModelCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var model = services.GetRequiredService<IOptions<ModelOptions>>().Value;
        if (!model.HasEndpoint)
        {
            return new Finding(Grade.Ok, "model", "none configured: the built-in translator writes the SQL");
        }

        using var client = new HttpClient { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{model.ApiUrl!.Trim().TrimEnd('/')}/models"));
        if (!string.IsNullOrEmpty(model.ApiKey))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", model.ApiKey);
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Finding(Grade.Failed, "model", $"{model.ApiUrl} refuses the key.", "Set LLM_API_KEY to a key of this endpoint.", ExitCodes.Model),
                _ => new Finding(Grade.Ok, "model", $"{model.ModelName} at {model.ApiUrl} answers; sees {model.Sees.ToString().ToLowerInvariant()}"),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Finding(Grade.Failed, "model", $"{model.ApiUrl} cannot be reached.", "Start the model's server or correct LLM_API_URL. Until then the built-in translator answers.", ExitCodes.Model);
        }
    }
}
