using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NlSql.Benchmarks.Load;

/// <summary>
/// <c>POST /query</c> with a new question each time against a real app with a stub model: median and 99th percentile of each stage and of the whole, and
/// answers a second, at 1 and at 50 clients. The database is the one that <c>DB_*</c> name, or the demo, whose tables the stub's statements read.
/// </summary>
internal static class LoadMeasurement
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private static int asked;

    /// <param name="program">Path of NlSql.Web.dll.</param>
    public static async Task RunAsync(string program)
    {
        await using var model = new StubModel();
        var folder = Directory.CreateTempSubdirectory("nlsql-load-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(program)]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)
            [
                ("LLM_API_URL", model.Url), ("LLM_MODEL_NAME", "stub"), ("AGENT_PORT", "0"), ("LOG_LEVEL", "Warning"),
                ("DATA_PATH", Path.Combine(folder, "data")),
                ("CACHE_PATH", Path.Combine(folder, "cache")), ("FAISS_INDEX_PATH", Path.Combine(folder, "index")),
            ])
        {
            start.Environment[key] = value;
        }

        using var app = Process.Start(start)!;
        try
        {
            using var http = new HttpClient { BaseAddress = await AddressAsync(app), Timeout = TimeSpan.FromSeconds(120) };
            while (!(await http.GetAsync(new Uri("readyz", UriKind.Relative))).IsSuccessStatusCode)
            {
                await Task.Delay(200);
            }

            await MeasureAsync(http, app, 10, print: false);
            await MeasureAsync(http, app, 1, print: true);
            await MeasureAsync(http, app, 50, print: true);
        }
        finally
        {
            using (var kill = Process.Start("kill", ["-TERM", app.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await app.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(HttpClient http, Process app, int clients, bool print)
    {
        var stages = new ConcurrentDictionary<string, ConcurrentBag<double>>(StringComparer.Ordinal);
        var failures = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        app.Refresh();
        var cpu = app.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < Round)
            {
                await AskAsync(http, stages, failures);
            }
        })));
        var took = watch.Elapsed;
        app.Refresh();
        if (!print)
        {
            return;
        }

        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        var whole = stages.GetValueOrDefault("whole")?.Count ?? 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{clients} clients: {whole / took.TotalSeconds:F0} a second, {(app.TotalProcessorTime - cpu) / took:F2} cores, load of the machine {load}"));
        foreach (var (stage, times) in stages.OrderBy(pair => pair.Key == "whole").ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var sorted = times.Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {stage,-12} p50 {sorted[sorted.Count / 2],8:F2} ms   p99 {sorted[(int)(sorted.Count * 0.99)],8:F2} ms"));
        }

        foreach (var (status, count) in failures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {status}: {count}"));
        }
    }

    private static async Task AskAsync(HttpClient http, ConcurrentDictionary<string, ConcurrentBag<double>> stages, ConcurrentDictionary<string, int> failures)
    {
        var number = Interlocked.Increment(ref asked);
        var began = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync(
            new Uri("query", UriKind.Relative), new { question = $"How many orders does each store have after number {number}?", analyze = false });
        var body = await response.Content.ReadAsStringAsync();
        var whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (!response.IsSuccessStatusCode)
        {
            failures.AddOrUpdate($"{(int)response.StatusCode} {body[..Math.Min(200, body.Length)]}", 1, (_, count) => count + 1);
            return;
        }

        stages.GetOrAdd("whole", _ => []).Add(whole);
        using var document = JsonDocument.Parse(body);
        foreach (var stage in document.RootElement.GetProperty("timings").EnumerateObject())
        {
            stages.GetOrAdd(stage.Name, _ => []).Add(stage.Value.GetDouble());
        }
    }

    private static async Task<Uri> AddressAsync(Process app)
    {
        while (await app.StandardOutput.ReadLineAsync() is { } line)
        {
            const string Announcement = "NlSql is at ";
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _ = app.StandardOutput.ReadToEndAsync();
                return new Uri(line[Announcement.Length..].Split(' ')[0]);
            }
        }

        throw new InvalidOperationException("The app ended at once.");
    }
}
