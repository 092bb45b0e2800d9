using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Benchmarks.Execution;

/// <summary>
/// 1,000,000 rows of six columns to a file: how long it takes, how much memory it holds, and how long PostgreSQL's own
/// <c>COPY ... TO STDOUT</c> takes for the same rows; in turns, so that the machine's load is the same for all. Needs DB_HOST, DB_PORT, DB_NAME, DB_USER and
/// DB_PASS.
/// </summary>
internal static class ExportMeasurement
{
    private const int Rounds = 5;

    private const string Rows = """
        SELECT g AS id, md5(g::text) AS code, (g % 1000) * 1.25::numeric(10,2) AS amount, DATE '2020-01-01' + g % 1500 AS day,
               TIMESTAMPTZ '2024-01-01' + g * INTERVAL '1 second' AS seen, CASE WHEN g % 7 = 0 THEN NULL ELSE 'customer, no. ' || g % 5000 END AS note
        FROM generate_series(1, 1000000) g
        """;

    public static async Task RunAsync()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Setting("DB_HOST"),
            Port = int.Parse(Setting("DB_PORT"), CultureInfo.InvariantCulture),
            Database = Setting("DB_NAME"),
            Username = Setting("DB_USER"),
            Password = Setting("DB_PASS"),
        });
        var folder = Directory.CreateTempSubdirectory("nlsql-export-").FullName;
        try
        {
            var ratios = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var copy = await CopyAsync(source, Path.Combine(folder, "copy.csv"));
                var csv = await ExportAsync("csv", source, folder, output => (new CsvRowSink(output, new CsvFormat()), null));
                ratios.Add(copy / csv);
                await ExportAsync("json", source, folder, output => (new JsonRowSink(output), null));
                await ExportAsync("xlsx", source, folder, output =>
                {
                    var sink = new XlsxRowSink(output);
                    return (sink, sink);
                });
            }

            ratios.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"rows a second of CSV against COPY, {Rounds} rounds: {ratios[0]:F2} to {ratios[^1]:F2}, median {ratios[Rounds / 2]:F2}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Seconds taken.</summary>
    private static async Task<double> ExportAsync(
        string format,
        NpgsqlDataSource source,
        string folder,
        Func<PipeWriter, (IRowSink Sink, IAsyncDisposable? Disposal)> create)
    {
        using var folders = new StorageFolders(
            Options.Create(new StorageOptions { DataPath = Path.Combine(folder, "data") }),
            NullLogger<StorageFolders>.Instance);
        var options = Options.Create(new ExecutionOptions());
        var store = new ResultStore(folders, new RandomIdentifiers(), options, TimeProvider.System, NullLogger<ResultStore>.Instance);
        var executor = new NpgsqlQueryExecutor(options, store, new SessionClock(TimeProvider.System), NullLogger<NpgsqlQueryExecutor>.Instance);
        var path = Path.Combine(folder, "export." + format);
        GC.Collect();
        using var stop = new CancellationTokenSource();
        var memory = WatchMemoryAsync(stop.Token);
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await using (var file = File.Create(path))
        {
            var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
            var (sink, disposal) = create(output);
            await executor.ExportAsync(source, new ApprovedSql(Rows, []), new RunTag("bench", "export"), sink, CancellationToken.None);
            if (disposal is not null)
            {
                await disposal.DisposeAsync();
            }

            await output.CompleteAsync();
        }

        watch.Stop();
        await stop.CancelAsync();
        var (heap, resident) = await memory;
        var most = $"heap at most {heap / 1048576.0:F0} MB, resident {resident / 1048576.0:F0} MB";
        Print(format, watch.Elapsed, Environment.CpuUsage.TotalTime - before, path, most);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds taken.</summary>
    private static async Task<double> CopyAsync(NpgsqlDataSource source, string path)
    {
        await using var connection = await source.OpenConnectionAsync();
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        using (var copy = await connection.BeginTextExportAsync($"COPY ({Rows}) TO STDOUT WITH (FORMAT csv, HEADER)"))
        await using (var file = new StreamWriter(path))
        {
            var buffer = new char[64 * 1024];
            for (var read = await copy.ReadAsync(buffer); read > 0; read = await copy.ReadAsync(buffer))
            {
                await file.WriteAsync(buffer.AsMemory(0, read));
            }
        }

        Print("COPY", watch.Elapsed, Environment.CpuUsage.TotalTime - before, path, "the server's own");
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>The largest managed heap and resident set seen every 50 ms.</summary>
    private static async Task<(long Heap, long Resident)> WatchMemoryAsync(CancellationToken stop)
    {
        long heap = 0, resident = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
                using var process = Process.GetCurrentProcess();
                resident = Math.Max(resident, process.WorkingSet64);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return (heap, resident);
    }

    private static void Print(string what, TimeSpan elapsed, TimeSpan processor, string path, string rest) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-5} {elapsed.TotalSeconds,6:F2} s, {processor.TotalSeconds,5:F2} s of processor here  {Megabytes(path),6:F0} MB  {rest}"));

    private static double Megabytes(string path) => new FileInfo(path).Length / 1048576.0;

    private static string Setting(string key) => Environment.GetEnvironmentVariable(key) ?? throw new InvalidOperationException($"Set {key}.");
}
