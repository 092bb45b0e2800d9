using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Database.Execution;

/// <summary>What is dropped, and by whom.</summary>
public sealed class SpoolCleaningTests : IDisposable
{
    private readonly ExecutorHarness harness = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void CleanUp_FilesThatAreNotResults_Stay()
    {
        var elsewhere = Path.Combine(Path.GetTempPath(), $"nlsql-precious-{Guid.NewGuid():N}.doc");
        string[] foreign = ["report-2025.csv", "notes.json", $"{new string('g', 32)}.rows", $"{new string('0', 32)}.txt", $"{new string('1', 32)}.rows"];
        foreach (var name in foreign.SkipLast(1))
        {
            File.WriteAllText(Path.Combine(harness.ResultsFolder, name), "years of work");
        }

        File.WriteAllText(elsewhere, "more of it");
        File.CreateSymbolicLink(Path.Combine(harness.ResultsFolder, foreign[^1]), elsewhere);
        var left = Left();
        foreach (var file in Directory.GetFiles(harness.ResultsFolder))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        harness.Store.CleanUp();

        Assert.False(File.Exists(left));
        Assert.All(foreign, name => Assert.True(File.Exists(Path.Combine(harness.ResultsFolder, name)), name));
        Assert.True(File.Exists(elsewhere));
        File.Delete(elsewhere);
    }

    [Fact]
    public async Task CleanUp_RowsWithoutDescription_GoOnceNobodyCanBeWritingThem()
    {
        await using var writer = harness.Store.Create([new("n", "integer", ColumnKind.Integer)]);
        await harness.Store.Cleaning;
        var left = Left();
        File.SetLastWriteTimeUtc(left, TimeProvider.System.GetUtcNow().AddHours(-2).UtcDateTime);

        harness.Store.CleanUp();

        Assert.False(File.Exists(left));
        Assert.Single(Directory.GetFiles(harness.ResultsFolder));
    }

    [Fact]
    public async Task Create_First_CleansUpInTheBackground()
    {
        var left = Left();

        await using var writer = harness.Store.Create([]);
        await harness.Store.Cleaning;

        Assert.False(File.Exists(left));
    }

    /// <summary>A look at all files costs more the more results there are.</summary>
    [Fact]
    public async Task Create_ManySmallResultsInAMinute_CleansUpWhenItIsOver()
    {
        var clock = new ManualClock();
        using var harness = new ExecutorHarness(time: clock);
        await WriteAsync(harness.Store, results: 1, bytes: 1);
        var left = Left(harness);

        await WriteAsync(harness.Store, results: 200, bytes: 1);
        Assert.True(File.Exists(left));
        clock.Advance(TimeSpan.FromMinutes(1));
        await WriteAsync(harness.Store, results: 1, bytes: 1);

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Create_ManyLargeResultsInAMinute_CleansUpBeforeItIsOver()
    {
        using var harness = new ExecutorHarness(new ExecutionOptions { ResultKeepBytes = 1_048_576 }, new ManualClock());
        await WriteAsync(harness.Store, results: 1, bytes: 1);
        var left = Left(harness);

        await WriteAsync(harness.Store, results: 10, bytes: 2_000);
        Assert.True(File.Exists(left));
        await WriteAsync(harness.Store, results: 40, bytes: 2_000);

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Begin_WhileOneGoesOn_DoesNotWaitAndBeginsNoSecond()
    {
        using var cleaning = Cleaning(new FailureLog());
        using var going = new ManualResetEventSlim();
        var begun = 0;

        cleaning.Begin(() => going.Wait(Token));
        cleaning.Begin(() => Interlocked.Increment(ref begun));
        Assert.False(cleaning.Background.IsCompleted);
        going.Set();
        await cleaning.Background;

        Assert.Equal(0, begun);
        cleaning.Begin(() => Interlocked.Increment(ref begun));
        await cleaning.Background;
        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task Begin_Fails_IsSaidInTheLogAndTheNextOneRuns()
    {
        var log = new FailureLog();
        using var cleaning = Cleaning(log);
        var isRun = false;

        cleaning.Begin(() => throw new InvalidOperationException("a clean-up with a fault"));
        await cleaning.Background;
        cleaning.Begin(() => isRun = true);
        await cleaning.Background;

        Assert.Equal("a clean-up with a fault", Assert.Single(log.Errors).Message);
        Assert.True(isRun);
    }

    [Fact]
    public async Task Dispose_WhileOneGoesOn_WaitsForIt()
    {
        var cleaning = Cleaning(new FailureLog());
        using var going = new ManualResetEventSlim();
        var isDone = false;
        cleaning.Begin(() =>
        {
            going.Wait(Token);
            Volatile.Write(ref isDone, true);
        });

        var disposing = Task.Run(
            () =>
            {
                cleaning.Dispose();
                return Volatile.Read(ref isDone);
            },
            Token);
        going.Set();

        Assert.True(await disposing);
    }

    public void Dispose() => harness.Dispose();

    private static SpoolCleaning Cleaning(ILogger logger) => new(new ExecutionOptions(), TimeProvider.System, logger);

    private string Left() => Left(harness);

    private static string Left(ExecutorHarness harness)
    {
        var left = Path.Combine(harness.ResultsFolder, $"{new string('a', 32)}.rows");
        File.WriteAllText(left, "rows of a process that was killed");
        File.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        return left;
    }

    private static async Task WriteAsync(ResultStore store, int results, int bytes)
    {
        for (var i = 0; i < results; i++)
        {
            await using var writer = store.Create([new("t", "text", ColumnKind.Text)]);
            await store.Cleaning;
            writer.Append(WrittenRow.Of(new string('x', bytes)));
            writer.Complete(new ResultFacts("SELECT 1", DateTimeOffset.UnixEpoch, "UTC", TimeSpan.Zero, TimeSpan.Zero, false, 0, null));
        }
    }

    private sealed class FailureLog : ILogger
    {
        public List<Exception> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                Errors.Add(exception);
            }
        }
    }
}
