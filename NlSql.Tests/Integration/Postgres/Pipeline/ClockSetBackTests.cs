using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>A machine whose clock is set right after boot, while the database is not there yet.</summary>
public sealed class ClockSetBackTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-clock-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_ClockSetBackAfterAFailure_TriesAgainAfterThePause()
    {
        var demo = await postgres.DemoAsync();
        await using var relay = new PortRelay(demo.Port);
        var clock = new TwoClocks();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal)
        {
            ["DB_PORT"] = relay.Port.ToString(CultureInfo.InvariantCulture),
        };
        await using var services = ProductServices.Start(settings, folder, s => s.AddSingleton<TimeProvider>(clock));
        var database = services.GetRequiredService<IAnalyticsDatabases>().Default;
        await Assert.ThrowsAsync<PipelineFailureException>(() => database.GetAsync(Token));

        relay.Open();
        clock.Wall -= TimeSpan.FromHours(2);
        clock.Monotonic += TimeSpan.FromSeconds(5);

        Assert.NotEmpty((await database.GetAsync(Token)).Catalog.Tables);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
