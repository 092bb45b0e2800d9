using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Failures;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>SSL modes against a server with a certificate of an authority of our own, issued for <c>localhost</c>.</summary>
public sealed class SecureConnectionTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-tls-").FullName;
    private readonly TestAuthority authority = new("authority of this test");
    private readonly TestAuthority stranger = new("somebody else");
    private OwnServer? server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "ours.pem"), authority.Pem);
        await File.WriteAllTextAsync(Path.Combine(folder, "stranger.pem"), stranger.Pem);
        await File.WriteAllTextAsync(Path.Combine(folder, "nonsense.pem"), "no certificate");
        server = await OwnServer.StartAsync("SELECT 1", cluster => authority.SecureAsync(cluster, "localhost"));
    }

    [Theory]
    [InlineData("disable", null, "127.0.0.1", false)]
    [InlineData("prefer", null, "127.0.0.1", true)]
    [InlineData("require", null, "127.0.0.1", true)]
    [InlineData("verify-ca", "ours.pem", "127.0.0.1", true)]
    [InlineData("verify-full", "ours.pem", "localhost", true)]
    public async Task Open_CertificateFits_Connects(string mode, string? authority, string host, bool isEncrypted)
    {
        await using var pools = await SourceAsync(mode, authority, host);
        await using var command = pools.Questions.CreateCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");

        Assert.Equal(isEncrypted, await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData("verify-ca", "stranger.pem", "127.0.0.1", "authority")]
    [InlineData("verify-full", "stranger.pem", "localhost", "authority")]
    [InlineData("verify-ca", null, "127.0.0.1", "authority")]
    [InlineData("verify-full", "ours.pem", "127.0.0.1", "issued for another name")]
    [InlineData("verify-full", "missing.pem", "localhost", "SSL_ROOT_CERT")]
    [InlineData("verify-full", "nonsense.pem", "localhost", "SSL_ROOT_CERT")]
    public async Task Open_CertificateDoesNotFit_SaysWhatAboutIt(string mode, string? authority, string host, string expected)
    {
        Exception error;
        PipelineFailure failure;
        await using (var pools = await SourceAsync(mode, authority, host))
        {
            error = await Assert.ThrowsAnyAsync<Exception>(async () => await pools.Questions.OpenConnectionAsync(Token));
            Assert.True(ConnectionFailures.Covers(error), error.ToString());
            failure = ConnectionFailures.From(error, pools.Questions);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{failure.Message} {failure.Advice}\n{error}");
        Assert.Equal(FailureTypes.DatabaseUnreachable, failure.Type);
        Assert.False(failure.IsTransient);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        authority.Dispose();
        stranger.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nonsense.pem")]
    [InlineData("missing.pem")]
    public async Task Open_OwnCertificateCannotBeRead_NamesItsSetting(string own)
    {
        await using var pools = await SourceAsync("require", null, "127.0.0.1", own);

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await pools.Questions.OpenConnectionAsync(Token));

        Assert.True(ConnectionFailures.Covers(error), error.ToString());
        Assert.StartsWith("The file that SSL_CERT names", ConnectionFailures.From(error, pools.Questions).Message, StringComparison.Ordinal);
    }

    /// <summary>Certificates are exchanged while NlSql runs: each new connection reads them again, and a half-done exchange is told by name.</summary>
    [Theory]
    [InlineData("stranger.pem", "not signed by the authority in SSL_ROOT_CERT")]
    [InlineData("nonsense.pem", "The file that SSL_ROOT_CERT names")]
    [InlineData("missing.pem", "The file that SSL_ROOT_CERT names")]
    public async Task Run_AuthorityExchangedMeanwhile_IsReadAgain(string meanwhile, string expected)
    {
        using var harness = new ExecutorHarness();
        var current = Path.Combine(folder, "current.pem");
        File.Copy(Path.Combine(folder, "ours.pem"), current);
        await using var pools = await SourceAsync("verify-full", "current.pem", "localhost");
        await RunAsync();

        File.Delete(current);
        if (File.Exists(Path.Combine(folder, meanwhile)))
        {
            File.Copy(Path.Combine(folder, meanwhile), current);
        }

        pools.Clear();
        var error = await Assert.ThrowsAsync<PipelineFailureException>(RunAsync);
        File.Copy(Path.Combine(folder, "ours.pem"), current, overwrite: true);
        await RunAsync();

        Assert.Contains(expected, error.Failure.Message, StringComparison.Ordinal);

        async Task RunAsync() =>
            Assert.Equal(1, (await harness.Executor.RunAsync(pools.Questions, ExecutorHarness.Approve("SELECT 1"), ExecutorHarness.Tag, null, Token)).RowCount);
    }

    private async Task<DatabasePools> SourceAsync(string mode, string? authority, string host, string? own = null)
    {
        var settings = server!.Settings.ToDictionary(pair => pair.Key, pair => pair.Value);
        settings["SSL_MODE"] = mode;
        settings["DB_HOST"] = host;
        settings["SSL_ROOT_CERT"] = authority is null ? null : Path.Combine(folder, authority);
        settings["SSL_CERT"] = own is null ? null : Path.Combine(folder, own);
        var demo = new DemoDatabaseLoader(TimeProvider.System, NullLogger<DemoDatabaseLoader>.Instance);
        return await new DataSourceFactory(
            Options.Create(settings.Bind()),
            new NoServer(),
            demo,
            new SessionClock(TimeProvider.System)).CreateAsync(null, false, null, Token);
    }

    private sealed class NoServer : IEmbeddedServer
    {
        public ValueTask<EmbeddedServerState> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A configured server needs no embedded one.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
