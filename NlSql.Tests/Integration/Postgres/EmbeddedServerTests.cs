using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Native;
using NlSql.Tests.Fakes.Pages;

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
            await KillServerAsync();
        }

        await using var second = Server();
        var after = await second.StartAsync(null, Cancellation);

        Assert.Equal(before.SuperuserPassword, after.SuperuserPassword);
        Assert.True(await EmbeddedServerProcess.AnswersAsync(after, Cancellation));
    }

    [Fact]
    public async Task Running_ServerKilled_ComesBackByItselfOnTheSamePort()
    {
        await using var server = Server();
        var before = await server.StartAsync(null, Cancellation);
        await KillServerAsync();

        await UntilAsync(() => EmbeddedServerProcess.AnswersAsync(before, Cancellation));

        Assert.Equal(before, await server.StartAsync(null, Cancellation));
    }

    [Fact]
    public async Task Running_PortTakenWhileTheServerIsDown_OwnerAndGuestFindTheNewOne()
    {
        // The owner looks after its server by this clock, so that the port can be taken before it does.
        var clock = new ManualClock();
        await using var owner = Server(time: clock);
        var before = await owner.StartAsync(null, Cancellation);
        await using var guest = Server();
        await guest.StartAsync(null, Cancellation);

        await KillServerAsync();
        using var squatter = new TcpListener(IPAddress.Loopback, before.Port);
        squatter.Start();
        await UntilAsync(async () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            return EmbeddedServerState.Read(Path.Combine(folder, "postgres", "server.json")) is { } state
                && state != before
                && await EmbeddedServerProcess.AnswersAsync(state, Cancellation);
        });
        var after = await owner.StartAsync(null, Cancellation);
        await UntilAsync(async () => await guest.StartAsync(null, Cancellation) == after);

        Assert.NotEqual(before.Port, after.Port);
    }

    /// <summary>A file in the folder's place: unwritable for root, too.</summary>
    [Fact]
    public async Task Start_DataPathNotWritable_RunsInTheStandInAndLeavesNothing()
    {
        var blocked = Path.GetTempFileName();
        try
        {
            string standIn;
            using (var folders = new StorageFolders(
                Options.Create(new StorageOptions { DataPath = Path.Combine(blocked, "data") }),
                NullLogger<StorageFolders>.Instance))
            await using (var server = Server(folders: folders))
            {
                standIn = folders.Data;
                Assert.True(await EmbeddedServerProcess.AnswersAsync(await server.StartAsync(null, Cancellation), Cancellation));
            }

            Assert.False(Directory.Exists(standIn));
        }
        finally
        {
            File.Delete(blocked);
        }
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
        await using var server = Server(locations: new NativeLocations(folder, _ => null));

        var e = await Assert.ThrowsAsync<PipelineFailureException>(() => server.StartAsync(null, Cancellation).AsTask());

        Assert.Equal(FailureTypes.NativeLibraryMissing, e.Failure.Type);
        Assert.Contains("run.sh", e.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LockThatCannotBeOpened_SaysSoAtOnce()
    {
        // A folder in its place fails for root too, who is kept out by nothing else.
        Directory.CreateDirectory(Path.Combine(folder, "postgres", "owner.lock"));
        await using var server = Server();

        var e = await Assert.ThrowsAsync<PipelineFailureException>(() => server.StartAsync(null, Cancellation).AsTask());

        Assert.Contains("owner.lock cannot be opened", e.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("DATA_PATH", e.Failure.Advice, StringComparison.Ordinal);
    }

    private string PidFile => Path.Combine(folder, "postgres", "cluster", "postmaster.pid");

    private int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private async Task KillServerAsync()
    {
        using var process = Process.GetProcessById(ServerPid());
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    private EmbeddedServer Server(bool wipe = false, NativeLocations? locations = null, StorageFolders? folders = null, TimeProvider? time = null)
    {
        var storage = Options.Create(new StorageOptions { DataPath = folder, WipeOnExit = wipe });
        return new EmbeddedServer(
            folders ?? new StorageFolders(storage, NullLogger<StorageFolders>.Instance),
            storage,
            locations ?? NativeLocations.Current,
            time ?? TimeProvider.System,
            NullLogger<EmbeddedServer>.Instance);
    }

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
