using System.Globalization;

namespace NlSql.Web.Infrastructure;

/// <summary>The container's health check: asks the host on this machine, so that the image needs no other program.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(IConfiguration configuration)
    {
        var port = configuration.GetValue("AGENT_PORT", new HostOptions().Port);
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/healthz")));
            return response.IsSuccessStatusCode ? HostExitCodes.Ok : HostExitCodes.Unexpected;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return HostExitCodes.Unexpected;
        }
    }
}
