using System.Globalization;

namespace NlSql.Benchmarks.Load;

/// <summary>Processor time that was used up.</summary>
/// <param name="App">By the process itself.</param>
/// <param name="Database">By what it started: the embedded PostgreSQL, with its ended sessions.</param>
internal readonly record struct ProcessorTime(TimeSpan App, TimeSpan Database)
{
    /// <summary>Ticks of <c>/proc</c> a second; the same on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessorTime operator +(ProcessorTime left, ProcessorTime right) => new(left.App + right.App, left.Database + right.Database);

    public static ProcessorTime operator -(ProcessorTime left, ProcessorTime right) => new(left.App - right.App, left.Database - right.Database);

    /// <summary>Of a process and of everything below it, since they began.</summary>
    public static ProcessorTime Of(int process)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Seen>().ToDictionary(seen => seen.Id);
        var below = all.Values.Where(seen => IsBelow(seen, process, all)).ToList();
        return new(all[process].Own, below.Aggregate(TimeSpan.Zero, (sum, seen) => sum + seen.Own + seen.Ended));
    }

    private static bool IsBelow(Seen seen, int process, Dictionary<int, Seen> all) =>
        seen.Parent == process || (all.TryGetValue(seen.Parent, out var parent) && IsBelow(parent, process, all));

    private static Seen? Read(string folder)
    {
        try
        {
            // 1234 (name that may hold anything) S parent ... utime stime cutime cstime
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Seen(Number(Path.GetFileName(folder)), Number(fields[1]), Ticks(fields[11]) + Ticks(fields[12]), Ticks(fields[13]) + Ticks(fields[14]));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            // It has ended, or the folder is no process.
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Ticks(string text) => TimeSpan.FromSeconds(Number(text) / TicksPerSecond);

    private sealed record Seen(int Id, int Parent, TimeSpan Own, TimeSpan Ended);
}
