using System.Diagnostics.Metrics;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

/// <summary>How often the server is sent something and waited for.</summary>
public sealed class RoundTripTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TABLE t AS SELECT g AS id, g % 7 AS kind FROM generate_series(1, 5000) g; CREATE INDEX t_id ON t (id);
        GRANT SELECT ON t TO nlsql_reader; ANALYZE
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One begins, pins and explains; the other asks for what the plan's relations are and ends.</summary>
    [Theory]
    [InlineData("SELECT id FROM t")]
    [InlineData("SELECT id FROM t WHERE kind = 3")]
    [InlineData("SELECT a.id FROM t a JOIN t b ON b.kind = a.id WHERE a.id = 5 AND a.kind = 3 AND b.kind <> 2")]
    public async Task EstimateAsync_OfATable_TakesTwoAndLeavesNoTransaction(string sql)
    {
        await using var database = await postgres.CreateAsync(Tables, Token);
        using var harness = new ExecutorHarness();
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString) { MaxPoolSize = 1 }.ConnectionString)
        {
            Name = $"pool {Guid.NewGuid():N}",
        };
        await using var pool = builder.Build();
        await using (await pool.OpenConnectionAsync(Token))
        {
        }

        using var counter = new Counter(builder.Name);
        await harness.Executor.EstimateAsync(pool, ExecutorHarness.Approve(sql), ExecutorHarness.Tag, Token);

        Assert.Equal(2, counter.Count);
        await using var state = database.Owner.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'");
        Assert.Equal(0L, await state.ExecuteScalarAsync(Token));
    }

    /// <summary>Of what the driver says that it has done with one pool.</summary>
    private sealed class Counter : IDisposable
    {
        private readonly MeterListener listener = new();
        private int count;

        public Counter(string pool)
        {
            listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Npgsql", Name: "db.client.operation.duration" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag.Value is string name && name == pool)
                    {
                        Interlocked.Increment(ref count);
                    }
                }
            });
            listener.Start();
        }

        public int Count => Volatile.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}
