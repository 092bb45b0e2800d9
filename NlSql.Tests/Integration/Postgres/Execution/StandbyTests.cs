using System.Diagnostics;
using NlSql.Core.Database.Code;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>A real streaming standby, which ends what stands in the way of its replay.</summary>
public sealed class StandbyTests
{
    private static readonly string[] Shared = ["wal_level=replica", "max_wal_senders=10", "wal_keep_size=256MB"];

    /// <summary>A notice takes along what the server has not sent yet, so that a reader waits for a row, and not in the middle of one.</summary>
    private const string Staying = """
        CREATE TABLE ship (id int); INSERT INTO ship VALUES (1);
        CREATE FUNCTION stay() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'here'; PERFORM pg_sleep(600); RETURN 0; END $$
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ReplayEndsTheStatement_IsDoneAgain()
    {
        await using var pair = await PairAsync("CREATE TABLE ship (id int); INSERT INTO ship VALUES (1)");
        using var harness = new ExecutorHarness();
        await using var source = pair.Source();

        // While the row is there the statement would take for ever; once it is gone the second time ends at once.
        var run = harness.Executor.RunAsync(source, Waiting, ExecutorHarness.Tag, null, Token);
        await pair.Standby.UntilBusyAsync();
        await pair.Primary.ExecuteAsync("DELETE FROM ship");
        await pair.Primary.ExecuteAsync("VACUUM ship");
        var result = await run;

        Assert.Null(result.Interruption);
        Assert.Equal(0, result.RowCount);
    }

    [Fact]
    public async Task RunAsync_ReplayEndsItTwice_NamesTheStandby()
    {
        await using var pair = await PairAsync("CREATE TABLE ship (id int); INSERT INTO ship VALUES (1)");
        using var harness = new ExecutorHarness();
        await using var source = pair.Source();

        var run = harness.Executor.RunAsync(source, Waiting, ExecutorHarness.Tag, null, Token);
        while (!run.IsCompleted)
        {
            await pair.Primary.ExecuteAsync("VACUUM FULL ship");
        }

        // Ended before the first row is a failure, ended later a result of part of the rows; here it may be either.
        var failure = await Record.ExceptionAsync(() => run) is PipelineFailureException error ? error.Failure : (await run).Interruption;
        Assert.NotNull(failure);
        Assert.Contains("standby server ended the statement, twice", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
        Assert.Contains("hot_standby_feedback", failure.Advice, StringComparison.Ordinal);
    }

    /// <summary>
    /// Who stops it while the standby ends it keeps what came, and nothing is thrown away for a second time. The standby's first process is held meanwhile, so
    /// that the standby's word comes before that to stop arrives.
    /// </summary>
    [Fact]
    public async Task RunAsync_StoppedWhileReplayEndsIt_KeepsItsRows()
    {
        await using var pair = await PairAsync(Staying);
        using var harness = new ExecutorHarness();
        await using var source = pair.Source();
        await using var observer = await source.OpenConnectionAsync(Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var read = new Reader();
        var slow = ExecutorHarness.Approve("SELECT CASE WHEN g > 300 THEN stay() ELSE g END FROM ship, generate_series(1, 400) AS g", "public");

        var run = harness.Executor.RunAsync(source, slow, ExecutorHarness.Tag, read, stop.Token);
        await read.Some.WaitAsync(Token);
        using (await pair.Standby.HoldFirstProcessAsync())
        {
            await stop.CancelAsync();
            await pair.Primary.ExecuteAsync("DELETE FROM ship");
            await pair.Primary.ExecuteAsync("VACUUM ship");
            await UntilEndedAsync(observer);
        }

        var result = await run;
        Assert.Equal(FailureTypes.Cancelled, result.Interruption!.Type);
        Assert.InRange(result.RowCount, 256, 300);
    }

    /// <summary>
    /// What a standby replays is in no list of its snapshots: of two transactions that are open the later may end, and the snapshot reads as before.
    /// </summary>
    [Fact]
    public async Task RunAsync_DefinitionsChangeUnderAnOlderOpenTransaction_IsNotRun()
    {
        await using var pair = await PairAsync("CREATE TABLE ship (id int); CREATE TABLE port (id int); INSERT INTO ship VALUES (1)");
        using var harness = new ExecutorHarness();
        await using var source = pair.Source();
        await using var older = await pair.Primary.OpenAsync("BEGIN; INSERT INTO port VALUES (1)");
        await using var later = await pair.Primary.OpenAsync("BEGIN; CREATE FUNCTION late() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        await pair.Primary.ExecuteAsync("INSERT INTO port VALUES (2)");
        await pair.Primary.UntilReplayedAsync();
        RelationName[] relations = [new("public", "ship")];
        var mark = (await CatalogSession.ReadAsync(source, connection => CodeMark.ReadAsync(connection, Token), Token)).Of(relations);
        var approved = new ApprovedSql("SELECT id FROM public.ship", []) { SearchPath = ["public"], Mark = mark, Shown = relations };
        Assert.Equal(1, (await harness.Executor.RunAsync(source, approved, ExecutorHarness.Tag, null, Token)).RowCount);

        await using var commit = new NpgsqlCommand("COMMIT", later);
        await commit.ExecuteNonQueryAsync(Token);
        await pair.Primary.UntilReplayedAsync();
        var failure = await Assert.ThrowsAsync<PipelineFailureException>(
            () => harness.Executor.RunAsync(source, approved, ExecutorHarness.Tag, null, Token));

        Assert.Equal(FailureTypes.SchemaChanged, failure.Failure.Type);
    }

    /// <summary>A standby keeps no counters of its own: it would never see that values are known better now.</summary>
    [Fact]
    public async Task Fingerprint_PrimaryWasAnalyzed_IsAnother()
    {
        await using var pair = await PairAsync("CREATE TABLE ship (id int, name text)");
        await using var source = pair.Source();
        var before = await Catalogs.FingerprintAsync(pair.Settings, source);
        await pair.Primary.ExecuteAsync("INSERT INTO ship SELECT g, 'Meridian' FROM generate_series(1, 6000) g");
        await pair.Primary.ExecuteAsync("ANALYZE ship");
        await pair.Primary.UntilReplayedAsync();

        var after = await Catalogs.FingerprintAsync(pair.Settings, source);

        Assert.Equal(before.Schema, after.Schema);
        Assert.NotEqual(before.Values, after.Values);
    }

    [Fact]
    public async Task Doctor_Standby_SaysSo()
    {
        await using var pair = await PairAsync("CREATE TABLE ship (id int, name text); INSERT INTO ship VALUES (1, 'Meridian')");

        var result = await CommandLine.RunAsync(pair.Settings, "doctor");

        Assert.Contains("The server is a standby", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 tables", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Code);
    }

    private static async Task UntilEndedAsync(NpgsqlConnection observer)
    {
        await using var busy = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%stay()%' AND pid <> pg_backend_pid()", observer);
        while (true)
        {
            try
            {
                if (await busy.ExecuteScalarAsync(Token) is 0L)
                {
                    return;
                }
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.SerializationFailure)
            {
                // It stands in the way of the replay as well.
            }
        }
    }

    private static ApprovedSql Waiting =>
        ExecutorHarness.Approve("SELECT ship.id, pg_sleep(600)::text FROM ship, generate_series(1, 1)", "public");

    private static async Task<Pair> PairAsync(string sql)
    {
        var copy = Directory.CreateTempSubdirectory("nlsql-standby-").FullName;
        var cluster = Path.Combine(copy, "cluster");
        try
        {
            var primary = await OwnServer.StartAsync(sql, folder => CopyAsync(folder, cluster), Shared);
            try
            {
                var standby = await primary.StandbyAsync(cluster, [.. Shared, "max_standby_streaming_delay=0"]);
                await primary.UntilReplayedAsync();
                return new Pair(primary, standby);
            }
            catch
            {
                await primary.DisposeAsync();
                throw;
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task CopyAsync(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from, to]);
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
    }

    private sealed record Pair(OwnServer Primary, OwnServer Standby) : IAsyncDisposable
    {
        /// <summary>With which an application asks the standby.</summary>
        public Dictionary<string, string?> Settings { get; } = Standby.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);

        public NpgsqlDataSource Source() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Settings["DB_HOST"],
            Port = Standby.Port,
            Database = Settings["DB_NAME"],
            Username = Settings["DB_USER"],
            Password = Settings["DB_PASS"],
        });

        public async ValueTask DisposeAsync()
        {
            await Standby.DisposeAsync();
            await Primary.DisposeAsync();
        }
    }

    private sealed class Reader : IProgress<long>
    {
        private readonly TaskCompletionSource some = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Rows have come.</summary>
        public Task Some => some.Task;

        public void Report(long value) => some.TrySetResult();
    }
}
