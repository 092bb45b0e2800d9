using System.Diagnostics;
using System.Globalization;
using NlSql.Core.Native;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Benchmarks.Guarding;

/// <summary>
/// How long a verdict takes when every core asks for one at the same time, and whether the parser's memory stays what it is over a million calls. Over the
/// honest statements of the tests, ordinary ones and those that are all syntax.
/// </summary>
internal static class GuardMeasurement
{
    /// <param name="calls">Parses for the memory; a fifth of them verdicts for the time.</param>
    public static void Run(int calls)
    {
        var root = NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("Run it in a checkout.");
        string[] statements =
        [
            .. new[] { "honest.txt", "demo.txt" }
                .SelectMany(file => File.ReadLines(Path.Combine(root, "NlSql.Tests", "Unit", "Sql", "Guarding", "Cases", file)))
                .Where(line => line.Length > 0 && line[0] != '#'),
        ];
        Verdicts(statements, calls / 5);
        Memory(statements, calls);
    }

    private static void Verdicts(string[] statements, int count)
    {
        var guard = new SqlGuard();
        foreach (var sql in statements)
        {
            guard.Check(sql, GuardScope.NamesOnly);
        }

        var threads = Environment.ProcessorCount;
        var times = new double[threads][];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            times[thread] = new double[count / threads];
            for (var i = 0; i < times[thread].Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                guard.Check(statements[(i + thread) % statements.Length], GuardScope.NamesOnly);
                times[thread][i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        });
        var all = times.SelectMany(each => each).Order().ToArray();
        Say($"{all.Length} verdicts on {statements.Length} statements, {threads} threads");
        Say($"p50 {At(0.5):0.000} ms, p90 {At(0.9):0.000} ms, p99 {At(0.99):0.000} ms, p99.9 {At(0.999):0.000} ms");

        double At(double part) => all[(int)(all.Length * part)];
    }

    private static void Memory(string[] statements, int count)
    {
        var texts = statements.Select(sql => SourceText.From(sql)!).ToArray();
        for (var i = 0; i <= count; i++)
        {
            PostgresGrammar.Parse(texts[i % texts.Length]);
            if (i % Math.Max(1, count / 10) == 0)
            {
                using var self = Process.GetCurrentProcess();
                Say($"{i} parses: {self.WorkingSet64 >> 20} MB resident, {GC.GetTotalMemory(forceFullCollection: true) >> 10} KB managed");
            }
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
