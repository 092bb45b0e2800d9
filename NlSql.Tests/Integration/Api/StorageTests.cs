using System.Diagnostics;
using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What an app leaves in its folders, and whose folders it takes.</summary>
public sealed class StorageTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql storage ").FullName;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task WipeOnExit_AnySignal_LeavesNothing(string signal)
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using var app = await RunningApp.StartAsync(folder, settings, "--wipe-on-exit");
        await app.WaitUntilReadyAsync();
        await app.PostAsync("api/run", new { sql = "SELECT 1" });
        Assert.NotEmpty(Directory.GetFileSystemEntries(Path.Combine(folder, "data")));

        Assert.Equal(0, await app.SignalAsync(signal));

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task WipeOnExit_SecondAppOnTheSameFolders_KeepsItsDataUntilItEnds()
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using var wiping = await RunningApp.StartAsync(folder, settings, "--wipe-on-exit");
        await using var other = await RunningApp.StartAsync(folder, settings);
        await other.WaitUntilReadyAsync();
        var before = await other.PostAsync("api/run", new { sql = "SELECT 1" });

        Assert.Equal(0, await wiping.InterruptAsync());

        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync("api/run", new { sql = "SELECT 2" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"api/results/{before.Json.GetProperty("resultId").GetString()}")).Status);
        Assert.Equal(0, await other.InterruptAsync());
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Start_DataPathOfSomebodyElse_IsRefusedAndUntouched()
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var foreign = Path.Combine(data, "notes.txt");
        await File.WriteAllTextAsync(foreign, "years of work");
        var mode = File.GetUnixFileMode(data);

        var (code, error) = await FailAsync([]);

        Assert.Equal(2, code);
        Assert.Contains("notes.txt, which is not NlSql's", error, StringComparison.Ordinal);
        Assert.Equal([foreign], Directory.GetFileSystemEntries(data));
        Assert.Equal(mode, File.GetUnixFileMode(data));
    }

    [Fact]
    public async Task WipeOnExit_Killed_IsMadeUpForAtTheNextStart()
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using (var killed = await RunningApp.StartAsync(folder, settings, "--wipe-on-exit"))
        {
            await killed.WaitUntilReadyAsync();
            await killed.PostAsync("api/query", new { question = "how many customers are there" });
            await killed.KillAsync();
        }

        await using var next = await RunningApp.StartAsync(folder, settings);
        await next.WaitUntilReadyAsync();

        Assert.Equal(0, (await next.GetAsync("api/conversations")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Restart_WithoutWiping_LosesNothing()
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        string? result;
        await using (var first = await RunningApp.StartAsync(folder, settings))
        {
            await first.WaitUntilReadyAsync();
            result = (await first.PostAsync("api/query", new { question = "how many customers are there" })).Json.GetProperty("resultId").GetString();
            await first.KillAsync();
        }

        await using var second = await RunningApp.StartAsync(folder, settings);
        await second.WaitUntilReadyAsync();

        Assert.Equal(1, (await second.GetAsync("api/conversations")).Json.GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync($"api/results/{result}")).Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(int Code, string Error)> FailAsync(Dictionary<string, string?> settings, params string[] arguments)
    {
        using var process = Process.Start(ProductProcess.Describe("NlSql.Web", folder, settings, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await error + await output);
    }
}
