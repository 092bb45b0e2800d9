using BenchmarkDotNet.Attributes;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Benchmarks.Guarding;

/// <summary>One verdict, both parses and the print included; the budget is 5 ms.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class GuardBenchmarks
{
    private const string Short = "SELECT count(*) FROM invoices WHERE paid";

    private const string Ordinary = """
        SELECT c.country, date_trunc('month', o.created_at) AS month, sum(l.quantity * l.price) AS revenue, count(DISTINCT o.id) AS orders
        FROM sales.orders o JOIN sales.lines l ON l.order_id = o.id LEFT JOIN customers c ON c.id = o.customer_id
        WHERE o.created_at >= now() - interval '12 months' AND o.status <> 'cancelled'
        GROUP BY 1, 2 HAVING sum(l.quantity) > 10 ORDER BY revenue DESC, month LIMIT 20
        """;

    private static readonly string Long = "WITH a AS (" + Ordinary + ") " + string.Join(" UNION ALL ", Enumerable.Repeat("(" + Ordinary + ")", 9));

    private readonly SqlGuard guard = new();
    private readonly SqlFormatter formatter = new();

    [Benchmark]
    public GuardVerdict CheckShort() => guard.Check(Short, GuardScope.NamesOnly);

    [Benchmark(Baseline = true)]
    public GuardVerdict CheckOrdinary() => guard.Check(Ordinary, GuardScope.NamesOnly);

    [Benchmark]
    public GuardVerdict CheckTenOrdinary() => guard.Check(Long, GuardScope.NamesOnly);

    [Benchmark]
    public GuardVerdict Refuse() => guard.Check("SELECT * FROM invoices WHERE pg_sleep(1) IS NULL", GuardScope.NamesOnly);

    [Benchmark]
    public string Format() => formatter.Format(Ordinary);
}
