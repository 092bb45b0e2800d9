using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Web.Infrastructure;

namespace NlSql.Tests.Integration.Api;

/// <summary>The container's health check against a server that listens where AGENT_HOST says.</summary>
public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("*", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData(null, "127.0.0.1")]
    public async Task RunAsync_Host_IsAskedWhereItListens(string? host, string listensAt)
    {
        await using var server = await ServeAsync(listensAt, StatusCodes.Status200OK);

        Assert.Equal(ExitCodes.Ok, await HealthProbe.RunAsync(Settings(host, new Uri(server.Urls.Single()).Port)));
    }

    [Fact]
    public async Task RunAsync_HostThatIsNotWell_IsNoSuccess()
    {
        await using var server = await ServeAsync("127.0.0.1", StatusCodes.Status503ServiceUnavailable);

        Assert.Equal(ExitCodes.Unexpected, await HealthProbe.RunAsync(Settings("127.0.0.1", new Uri(server.Urls.Single()).Port)));
    }

    private static IConfiguration Settings(string? host, int port) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("AGENT_HOST", host), new("AGENT_PORT", port.ToString(CultureInfo.InvariantCulture))])
        .Build();

    private static async Task<WebApplication> ServeAsync(string address, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var server = builder.Build();
        server.MapGet("/readyz", () => TypedResults.StatusCode(status));
        await server.StartAsync();
        return server;
    }
}
