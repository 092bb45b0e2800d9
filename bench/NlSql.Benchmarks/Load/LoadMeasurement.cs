using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace NlSql.Benchmarks.Load;

/// <summary>
/// <c>POST /query</c> with a new question each time against a real app with a stub model: median and 99th percentile of each stage and of the whole, answers a
/// second and processor time an answer, at 1 and at 50 clients. Several programs take turns, round by round, so that what else the machine does weighs on all
/// of them alike. The database is the one that <c>DB_*</c> name, or the demo, whose tables the stub's statements read.
/// </summary>
internal static class LoadMeasurement
{
    private const int Rounds = 3;

    /// <summary>Enough for the runtime to have compiled what is used often.</summary>
    private const int WarmUpAnswers = 500;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static int asked;

    /// <param name="services">Paths of NlSql.Web.dll, or addresses of services that answer <c>POST /query</c> and are running already.</param>
    /// <param name="modelPort">Where the stub model listens, for services that are running already; 0 for a free port.</param>
    public static async Task RunAsync(IReadOnlyList<string> services, int modelPort)
    {
        await using var model = new StubModel(modelPort);
        await Console.Out.WriteLineAsync($"The stub model is at {model.Url}");
        var measured = new List<MeasuredService>();
        try
        {
            foreach (var service in services)
            {
                measured.Add(await MeasuredService.StartAsync(service, model.Url));
            }

            foreach (var service in measured)
            {
                await AskUntilAsync(service.Http, 10, new Tally(), tally => tally.Answers < WarmUpAnswers);
            }

            foreach (var clients in (int[])[1, 50])
            {
                await MeasureAsync(measured, clients);
            }
        }
        finally
        {
            foreach (var service in measured)
            {
                await service.DisposeAsync();
            }
        }
    }

    private static async Task MeasureAsync(List<MeasuredService> services, int clients)
    {
        var tallies = services.ToDictionary(service => service, _ => new Tally());
        var loads = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (service, tally) in tallies)
            {
                var before = service.Processor();
                var watch = Stopwatch.StartNew();
                await AskUntilAsync(service.Http, clients, tally, _ => watch.Elapsed < Round);
                tally.Add(watch.Elapsed, service.Processor() - before);
                loads.Add(double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture));
            }
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"\n{clients} clients; load of the machine {loads.Min():F1} to {loads.Max():F1}"));
        foreach (var (service, tally) in tallies)
        {
            await tally.PrintAsync(service.Name);
        }
    }

    private static async Task AskUntilAsync(HttpClient http, int clients, Tally tally, Func<Tally, bool> goesOn)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (goesOn(tally))
            {
                await AskAsync(http, tally);
            }
        })));
    }

    private static async Task AskAsync(HttpClient http, Tally tally)
    {
        var number = Interlocked.Increment(ref asked);
        var began = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync(
            new Uri("query", UriKind.Relative), new { question = $"Which stores are there in which region, except for number {number}?", analyze = false });
        var body = await response.Content.ReadAsStringAsync();
        var whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (!response.IsSuccessStatusCode)
        {
            tally.Fail($"{(int)response.StatusCode} {body[..Math.Min(200, body.Length)]}");
            return;
        }

        tally.Add("whole", whole);
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.TryGetProperty("timings", out var timings))
        {
            var stages = timings.EnumerateObject().ToDictionary(stage => stage.Name, stage => stage.Value.GetDouble(), StringComparer.Ordinal);
            foreach (var (stage, milliseconds) in stages)
            {
                tally.Add(stage, milliseconds);
            }

            tally.Add("no stage", whole - stages.Values.Sum());
        }
    }

    /// <summary>What came of the questions to one service, at one number of clients.</summary>
    private sealed class Tally
    {
        private readonly ConcurrentDictionary<string, ConcurrentBag<double>> stages = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
        private readonly List<double> rates = [];
        private int counted;
        private ProcessorTime processor;

        public int Answers => stages.GetValueOrDefault("whole")?.Count ?? 0;

        public void Add(string stage, double milliseconds) => stages.GetOrAdd(stage, _ => []).Add(milliseconds);

        public void Fail(string what) => failures.AddOrUpdate(what, 1, (_, count) => count + 1);

        public void Add(TimeSpan took, ProcessorTime used)
        {
            rates.Add((Answers - counted) / took.TotalSeconds);
            counted = Answers;
            processor += used;
        }

        public async Task PrintAsync(string name)
        {
            var answers = Math.Max(1, Answers);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {rates.Average():F0} answers a second ({string.Join(", ", rates.Select(rate => $"{rate:F0}"))}), processor time an answer: "
                    + $"app {processor.App.TotalMilliseconds / answers:F2} ms, its database {processor.Database.TotalMilliseconds / answers:F2} ms"));
            foreach (var (stage, times) in stages.OrderBy(pair => pair.Key is "whole" or "no stage").ThenBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var sorted = times.Order().ToList();
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"  {stage,-12} p50 {sorted[sorted.Count / 2],8:F2} ms   p99 {sorted[(int)(sorted.Count * 0.99)],8:F2} ms"));
            }

            foreach (var (status, count) in failures)
            {
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {status}: {count}"));
            }
        }
    }
}
