using System.Net;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Web.Infrastructure;

/// <summary>The container's health check: asks the host on this machine whether it can answer questions, so that the image needs no other program.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(IConfiguration configuration)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(Address(ServingOptions.ReadLeniently(configuration)));
            return response.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Unexpected;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>Where the host that has <paramref name="options"/> listens; a host on every interface is asked over loopback.</summary>
    private static Uri Address(ServingOptions options)
    {
        var address = options.Address ?? IPAddress.Loopback;
        var asked = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new UriBuilder(Uri.UriSchemeHttp, asked.ToString(), options.Port, "/readyz").Uri;
    }
}
