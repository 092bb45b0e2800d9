using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres;

public sealed class DemoDatabaseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Load_FreshServer_HoldsThreeYearsThatEndAtTheDocumentedDay()
    {
        var demo = await postgres.DemoAsync();

        Assert.Equal(
            "2023-01-01 2026-06-30",
            await ScalarAsync<string>(demo.Reader, "SELECT min(ordered_at)::date || ' ' || max(ordered_at)::date FROM sales.orders"));
    }

    [Fact]
    public async Task Load_AnyMachine_MakesTheSameRows()
    {
        var demo = await postgres.DemoAsync();

        Assert.Equal("66293 42441841.28", await ScalarAsync<string>(demo.Reader, "SELECT count(*) || ' ' || sum(total_amount) FROM sales.orders"));
    }

    [Fact]
    public async Task Load_FreshServer_HasMoreThan300000Rows()
    {
        var demo = await postgres.DemoAsync();

        var rows = await ScalarAsync<double>(
            demo.Reader,
            "SELECT sum(reltuples)::float8 FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('sales', 'operations', 'marketing')");

        Assert.True(rows > 300_000, $"{rows} rows");
    }

    [Theory]
    [InlineData("DELETE FROM sales.orders")]
    [InlineData("CREATE TEMP TABLE t (a int)")]
    [InlineData("CREATE TABLE sales.t (a int)")]
    [InlineData("CREATE SCHEMA s")]
    [InlineData("BEGIN READ WRITE; DELETE FROM sales.orders")]
    public async Task Reader_AnyWrite_IsRefusedByTheServer(string sql)
    {
        var demo = await postgres.DemoAsync();

        var e = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<object>(demo.Reader, sql));

        Assert.True(e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction, e.SqlState);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
