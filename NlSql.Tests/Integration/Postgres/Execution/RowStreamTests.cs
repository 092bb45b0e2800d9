using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Execution;

public sealed class RowStreamTests(PostgresFixture postgres)
{
    private const string Long = "SELECT g, pg_sleep(CASE WHEN g > 5000 THEN 0.01 ELSE 0 END)::text FROM generate_series(1, 100000) g";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopAsync_AfterSomeRows_EndsTheStatementAndSaysSo()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var connection = await database.Reader.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand(Long, connection) { AllResultTypesAreUnknown = true };
        await using var rows = await RowStream.OpenAsync(command, new CellCap(1 << 20, 1 << 26), Token);
        Assert.True(await rows.ReadAsync());

        // Left to itself the statement would go on for a quarter of an hour.
        var isConfirmed = await rows.StopAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.True(isConfirmed);
        await using var next = new NpgsqlCommand("SELECT 1", connection);
        Assert.Equal(1, await next.ExecuteScalarAsync(Token));
    }

    /// <summary>The driver's cancel blocks until the server has taken it, which a server that is busy or far away may take long for.</summary>
    [Fact]
    public async Task StopAsync_ServerThatTakesTheCancelLate_HoldsNoThreadOfTheCallerMeanwhile()
    {
        await using var database = await postgres.CreateAsync(null, Token);
        await using var relay = new PortRelay(database.Port);
        relay.Open();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ReaderConnectionString)
        {
            Port = relay.Port,
            Pooling = false,
            Timeout = 0,
        });
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand(Long, connection) { AllResultTypesAreUnknown = true };
        await using var rows = await RowStream.OpenAsync(command, new CellCap(1 << 20, 1 << 26), Token);
        Assert.True(await rows.ReadAsync());
        relay.Hold();

        try
        {
            var called = Task.Run(() => new[] { rows.StopAsync().AsTask() }, Token);
            var stopping = (await called.WaitAsync(TimeSpan.FromSeconds(30), Token))[0];

            Assert.False(stopping.IsCompleted);
            relay.LetPass();
            Assert.True(await stopping.WaitAsync(TimeSpan.FromSeconds(60), Token));
        }
        finally
        {
            // Else what ends the statement would wait for the cancel, which waits here.
            relay.LetPass();
        }
    }
}
