using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Passwords and certificates that change while the app runs.</summary>
public sealed class RotatedSecretTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql secrets ").FullName;

    [Fact]
    public async Task PasswordFile_Changed_HoldsFromTheNextConnectionOn()
    {
        await using var server = await OwnServer.StartAsync("CREATE TABLE t (id int)");
        var settings = server.Settings.ToDictionary(pair => pair.Key, pair => pair.Value);
        var file = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(file, settings["DB_PASS"] + "\n", TestContext.Current.CancellationToken);
        settings.Remove("DB_PASS");
        settings["DB_PASS_FILE"] = file;
        await using var app = await RunningApp.StartAsync([.. settings.Select(pair => (pair.Key, pair.Value))]);
        await app.WaitUntilReadyAsync();
        const string Sessions = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nlsql_reader'";

        await server.ExecuteAsync($"ALTER ROLE nlsql_reader PASSWORD 'another one'; {Sessions}");
        Assert.Equal("database-unauthorized", (await app.PostAsync("api/run", new { sql = "SELECT 1" })).Problem);

        await File.WriteAllTextAsync(file, "another one\n", TestContext.Current.CancellationToken);
        await app.WaitUntilReadyAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("api/run", new { sql = "SELECT 1" })).Status);

        // Gone is another matter than wrong.
        File.Delete(file);
        await server.ExecuteAsync(Sessions);
        Assert.Contains("DB_PASS_FILE", (await app.PostAsync("api/run", new { sql = "SELECT 1" })).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootCertificate_Changed_HoldsFromTheNextConnectionOn()
    {
        using var before = new TestAuthority("authority of before");
        using var after = new TestAuthority("authority of now");
        string? cluster = null;
        await using var server = await OwnServer.StartAsync("CREATE TABLE t (id int)", async path =>
        {
            cluster = path;
            await before.SecureAsync(path, "localhost");
        });
        var file = Path.Combine(folder, "authority.pem");
        await File.WriteAllTextAsync(file, before.Pem, TestContext.Current.CancellationToken);
        (string, string?)[] secure = [("SSL_MODE", "verify-full"), ("DB_HOST", "localhost"), ("SSL_ROOT_CERT", file)];
        await using var app = await RunningApp.StartAsync([.. server.Settings, .. secure]);
        await app.WaitUntilReadyAsync();

        await after.SecureAsync(cluster!, "localhost");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        await File.WriteAllTextAsync(file, after.Pem, TestContext.Current.CancellationToken);
        await server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nlsql_reader'");

        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("api/run", new { sql = "SELECT 1" })).Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
