using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.EmbeddedPostgres;
using NlSql.Core.Failures;
using NlSql.Core.Native;
using NlSql.Core.Settings;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>Two <see cref="EmbeddedServer"/> objects stand for two processes: their locks work on the same files.</summary>
public sealed class EmbeddedServerTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"nlsql-tests-{Guid.NewGuid():N}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Start_TwoAtOnce_ShareOneServer()
    {
        await using var first = Server();
        await using var second = Server();

        var states = await Task.WhenAll(first.StartAsync(null, Cancellation).AsTask(), second.StartAsync(null, Cancellation).AsTask());

        Assert.Equal(states[0], states[1]);
        Assert.True(await EmbeddedServerProcess.AnswersAsync(states[0], Cancellation));
    }

    [Fact]
    public async Task Stop_OwnerEnds_AttachedOneTakesOverOnTheSamePort()
    {
        var owner = Server();
        var state = await owner.StartAsync(null, Cancellation);
        await using var guest = Server();
        await guest.StartAsync(null, Cancellation);

        await owner.DisposeAsync();

        await UntilAsync(() => EmbeddedServerProcess.AnswersAsync(state, Cancellation));
    }

    [Fact]
    public async Task Start_ServerKilled_RecoversWithSamePasswordsAndData()
    {
        EmbeddedServerState before;
        await using (var first = Server())
        {
            before = await first.StartAsync(null, Cancellation);
            using var process = Process.GetProcessById(ServerPid());
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        Assert.True(File.Exists(PidFile), "kill -9 leaves the lock file");
        await using var second = Server();
        var after = await second.StartAsync(null, Cancellation);

        Assert.Equal(before.SuperuserPassword, after.SuperuserPassword);
        Assert.True(await EmbeddedServerProcess.AnswersAsync(after, Cancellation));
    }

    [Fact]
    public async Task Start_DamagedCluster_IsMadeAgain()
    {
        await using (var first = Server())
        {
            await first.StartAsync(null, Cancellation);
        }

        File.WriteAllBytes(Path.Combine(folder, "postgres", "cluster", "global", "pg_control"), [1, 2, 3]);
        await using var second = Server();

        Assert.True(await EmbeddedServerProcess.AnswersAsync(await second.StartAsync(null, Cancellation), Cancellation));
    }

    [Fact]
    public async Task Stop_Always_EndsTheServerAndKeepsSecretsPrivate()
    {
        EmbeddedServerState state;
        await using (var server = Server())
        {
            state = await server.StartAsync(null, Cancellation);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "postgres", "server.json")));
            Assert.DoesNotContain(state.SuperuserPassword, state.ToString(), StringComparison.Ordinal);
        }

        Assert.False(await EmbeddedServerProcess.AnswersAsync(state, Cancellation));
        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public async Task Stop_WipeOnExit_LeavesNothing()
    {
        await using (var server = Server(wipe: true))
        {
            await server.StartAsync(null, Cancellation);
        }

        Assert.False(Directory.Exists(Path.Combine(folder, "postgres")));
    }

    [Fact]
    public async Task Start_PackageMissing_SaysWhatToRun()
    {
        await using var server = new EmbeddedServer(
            Options.Create(new StorageOptions { DataPath = folder }),
            new NativeLocations(folder, _ => null),
            TimeProvider.System,
            NullLogger<EmbeddedServer>.Instance);

        var e = await Assert.ThrowsAsync<PipelineFailureException>(() => server.StartAsync(null, Cancellation).AsTask());

        Assert.Equal(FailureTypes.NativeLibraryMissing, e.Failure.Type);
        Assert.Contains("run.sh", e.Failure.Advice, StringComparison.Ordinal);
    }

    private string PidFile => Path.Combine(folder, "postgres", "cluster", "postmaster.pid");

    private int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private EmbeddedServer Server(bool wipe = false) => new(
        Options.Create(new StorageOptions { DataPath = folder, WipeOnExit = wipe }),
        NativeLocations.Current,
        TimeProvider.System,
        NullLogger<EmbeddedServer>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
