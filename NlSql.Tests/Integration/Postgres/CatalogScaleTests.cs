using System.Diagnostics;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>5,000 tables with 100,000 columns. Takes a minute to arrange, so it runs only when asked for: <c>--explicit only</c>.</summary>
public sealed class CatalogScaleTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Tables = 5000;
    private const int Batch = 250;

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_FiveThousandTables_TakesSeconds(bool analyzed)
    {
        await using var database = await postgres.CreateAsync((string?)null, TestContext.Current.CancellationToken);
        for (var first = 1; first <= Tables; first += Batch)
        {
            await database.ExecuteAsync(Ddl(first, first + Batch - 1));
        }

        await database.ExecuteAsync("GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader");
        if (analyzed)
        {
            await using var analyze = database.Owner.CreateCommand("ANALYZE");
            analyze.CommandTimeout = 600;
            await analyze.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var began = Stopwatch.GetTimestamp();
        var catalog = await Catalogs.ReadAsync(database);
        var read = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        await Catalogs.FingerprintAsync(database);
        var fingerprint = Stopwatch.GetElapsedTime(began);

        output.WriteLine($"analyzed {analyzed}: read {read.TotalSeconds:0.0} s, fingerprint {fingerprint.TotalMilliseconds:0} ms");
        Assert.Equal((Tables, Tables * 20), (catalog.Tables.Count, catalog.Tables.Sum(table => table.Columns.Count)));
        Assert.Equal(Tables - 1, catalog.ForeignKeys.Count);
        Assert.True(read < TimeSpan.FromSeconds(analyzed ? 10 : 30), $"{read}");
        Assert.True(fingerprint < TimeSpan.FromSeconds(1), $"{fingerprint}");
    }

    private static string Ddl(int first, int last) => string.Join('\n', Enumerable.Range(first, last - first + 1).Select(n =>
        $"""
        CREATE TABLE t{n} (
            id int PRIMARY KEY, parent_id int {(n > 1 ? $"REFERENCES t{n - 1}" : "")}, status text, created_on date,
            {string.Join(", ", Enumerable.Range(1, 16).Select(c => $"c{c} {(c % 2 == 0 ? "int" : "text")}"))});
        COMMENT ON TABLE t{n} IS 'Table number {n}'; COMMENT ON COLUMN t{n}.status IS 'State';
        INSERT INTO t{n} (id, status, created_on, c1, c2) SELECT i, 's' || i % 3, date '2024-01-01' + i, 'v' || i % 5, i FROM generate_series(1, 20) i;
        """));
}
