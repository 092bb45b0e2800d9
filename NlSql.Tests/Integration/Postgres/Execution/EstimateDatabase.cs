using System.Text.Json;
using NlSql.Core.Database.Execution;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>Tables whose sizes are known, and what the server really reads of them; one database for all tests of estimates.</summary>
public sealed class EstimateDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? database;

    /// <summary>13 to 18.</summary>
    public int Version { get; private set; }

    /// <summary>
    /// Below a LIMIT we read as many rows as the planner expects to need, and of a pattern it knows what share of the histogram fits. By default those are
    /// about a hundred notes that ANALYZE draws, on which <c>LIKE '%9%'</c> is off by more than a fifth two to four times in a hundred, on version 13 as on
    /// 17. With a target of 1000 it takes all rows.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        Version = await postgres.MajorVersionAsync();
        database = await postgres.CreateAsync(
            """
            CREATE TABLE big (id int PRIMARY KEY, grp int, note text);
            INSERT INTO big SELECT g, g % 1000, 'note ' || g FROM generate_series(1, 60000) g;
            CREATE INDEX big_grp ON big (grp);
            ALTER TABLE big ALTER note SET STATISTICS 1000;
            CREATE TABLE scattered AS SELECT id, (id::bigint * 7919 % 60000)::int AS place, note || repeat('x', 200) AS note FROM big;
            CREATE INDEX scattered_place ON scattered (place);
            CREATE TABLE small (id int PRIMARY KEY, grp int);
            INSERT INTO small SELECT g, g % 100 FROM generate_series(1, 2000) g;
            CREATE TABLE parted (id int, day date) PARTITION BY RANGE (day);
            CREATE TABLE parted_2024 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
            CREATE TABLE parted_2025 PARTITION OF parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            INSERT INTO parted SELECT g, date '2024-01-01' + g % 700 FROM generate_series(1, 14000) g;
            ANALYZE;
            CREATE TABLE fresh (id int, grp int) WITH (autovacuum_enabled = off);
            INSERT INTO fresh SELECT g, g FROM generate_series(1, 5000) g;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader;
            """,
            CancellationToken.None);
    }

    public ValueTask DisposeAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Connections with settings of the server, written as <c>-c enable_seqscan=off</c>, by the names that this version has for them.</summary>
    public NpgsqlDataSource With(string settings)
    {
        var known = Version < 14 ? settings.Replace("-c enable_memoize=off ", "", StringComparison.Ordinal) : settings;
        known = Version < 16 ? known.Replace("debug_parallel_query", "force_parallel_mode", StringComparison.Ordinal) : known;
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database!.ReaderConnectionString) { Options = known }.ConnectionString);
    }

    /// <summary>Rows that EXPLAIN ANALYZE counts of all scans: those that left them and those that a filter or recheck dropped, in all loops.</summary>
    internal static async Task<double> ReadAsync(NpgsqlDataSource source, string sql)
    {
        var bounded = BoundedQuery.For(ExecutorHarness.Approve(sql), new ExecutionOptions().MaxRows + 1L).LiteralText;
        await using var command = source.CreateCommand($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {bounded}");
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        return Sum(plan.RootElement[0].GetProperty("Plan"));
    }

    private static double Sum(JsonElement node)
    {
        var own = node.TryGetProperty("Relation Name", out _)
            ? Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")
            : 0;
        own *= Number(node, "Actual Loops");
        return own + (node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().Sum(Sum) : 0);
    }

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
