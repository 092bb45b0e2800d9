using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Clock;
using Npgsql;

namespace NlSql.Tests.Unit.Database.Connections;

public sealed class DataSourceFactoryTests
{
    [Fact]
    public async Task Create_Configured_PoolsAndPrepares()
    {
        await using var source =
            await Factory(new DatabaseOptions { Host = "db.example", Port = 6000, Name = "sales", User = "reader", Password = "p", SslMode = "verify-full" })
                .CreateAsync(null, false, null, TestContext.Current.CancellationToken);

        var settings = new NpgsqlConnectionStringBuilder(source.Questions.ConnectionString);
        Assert.Equal((5, 20, SslMode.VerifyFull), (settings.MinPoolSize, settings.MaxPoolSize, settings.SslMode));
        Assert.True(settings.MaxAutoPrepare > 0);
        Assert.Null(settings.Password);
    }

    [Fact]
    public async Task Create_OtherDatabase_KeepsNoConnectionsInReserve()
    {
        await using var source = await Factory(new DatabaseOptions { Host = "db", Name = "sales", User = "reader" }).CreateAsync(
            "other",
            false,
            null,
            TestContext.Current.CancellationToken);

        var settings = new NpgsqlConnectionStringBuilder(source.Questions.ConnectionString);
        Assert.Equal((0, "other"), (settings.MinPoolSize, settings.Database));
    }

    [Fact]
    public void Identify_OddNames_GivesDifferentFileNames()
    {
        var factory = Factory(new DatabaseOptions { Host = "db", Name = "a/b", User = "u" });

        var ids = ((string?[])[null, "a_b", "../../x", new string('n', 200)]).Select(name => factory.Identify(name).Id).ToList();

        Assert.Equal(4, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9._-]{1,80}$", id));
        Assert.Equal("a/b on db:5432", factory.Identify(null).DisplayName);
    }

    [Fact]
    public void Identify_NoHost_IsTheDemo()
    {
        var identity = Factory(new DatabaseOptions()).Identify(null);

        Assert.True(identity.IsDemo);
        Assert.Equal("Demo database", identity.DisplayName);
    }

    private static DataSourceFactory Factory(DatabaseOptions options) =>
        new(Options.Create(options), new Unused(), new Unused(), new SessionClock(TimeProvider.System));

    private sealed class Unused : IEmbeddedServer, IDemoDatabase
    {
        public ValueTask<EmbeddedServerState> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task EnsureAsync(EmbeddedServerState server, IProgress<string>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
