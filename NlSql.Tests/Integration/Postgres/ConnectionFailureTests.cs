using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

public sealed class ConnectionFailureTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("DB_PASS", "wrong-secret", FailureTypes.DatabaseUnauthorized, "DB_PASS")]
    [InlineData("DB_NAME", "nowhere", FailureTypes.DatabaseUnknown, "DB_NAME")]
    [InlineData("DB_PORT", "1", FailureTypes.DatabaseUnreachable, "DB_PORT")]
    [InlineData("DB_HOST", "no-such-host.invalid", FailureTypes.DatabaseUnreachable, "DB_HOST")]
    [InlineData("SSL_MODE", "require", FailureTypes.DatabaseUnreachable, "SSL_MODE=prefer")]
    [InlineData("DB_PASS", "", FailureTypes.DatabaseUnauthorized, "DB_PASS")]
    public async Task Open_OneSettingWrong_NamesItWithoutTheSecret(string key, string value, string type, string advice)
    {
        var demo = await postgres.DemoAsync();
        var settings = demo.Settings.ToDictionary();
        settings[key] = value;
        await using var pools = await Factory(settings).CreateAsync(null, false, null, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await pools.Questions.OpenConnectionAsync(TestContext.Current.CancellationToken));
        var failure = ConnectionFailures.From(error, pools.Questions);

        Assert.True(ConnectionFailures.Covers(error), error.GetType().Name);
        Assert.Equal(type, failure.Type);
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(demo.ReaderPassword, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ZoneThatTheServerDoesNotKnow_NamesTheSetting()
    {
        var demo = await postgres.DemoAsync();
        var settings = demo.Settings.ToDictionary();
        await using var pools = await Factory(settings).CreateAsync(null, false, null, TestContext.Current.CancellationToken);
        await using var source =
            Npgsql.NpgsqlDataSource.Create(new Npgsql.NpgsqlConnectionStringBuilder(pools.Questions.ConnectionString)
            {
                Password = demo.ReaderPassword,
                Timezone = "Mars/Base"
            });

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
        var failure = ConnectionFailures.From(error, source);

        Assert.Equal(FailureTypes.SettingsInvalid, failure.Type);
        Assert.Contains("Mars/Base", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TIME_ZONE", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_PasswordFile_IsReadWithoutItsNewline()
    {
        var demo = await postgres.DemoAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, demo.ReaderPassword + "\n", TestContext.Current.CancellationToken);
        var settings = demo.Settings.ToDictionary();
        settings.Remove("DB_PASS");
        settings["DB_PASS_FILE"] = file;

        try
        {
            await using var pools = await Factory(settings).CreateAsync(null, false, null, TestContext.Current.CancellationToken);
            await using var connection = await pools.Questions.OpenConnectionAsync(TestContext.Current.CancellationToken);

            Assert.Equal(demo.Name, connection.Database);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static DataSourceFactory Factory(IReadOnlyDictionary<string, string?> settings) => new DataSourceFactory(
        Options.Create(settings.Bind()),
        new NoEmbeddedServer(),
        new ServiceCollection().AddLogging().AddDemoDatabase().AddSingleton(TimeProvider.System).BuildServiceProvider().GetRequiredService<IDemoDatabase>(),
        new SessionClock(TimeProvider.System));

    private sealed class NoEmbeddedServer : IEmbeddedServer
    {
        public ValueTask<EmbeddedServerState> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A configured server needs no embedded one.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
