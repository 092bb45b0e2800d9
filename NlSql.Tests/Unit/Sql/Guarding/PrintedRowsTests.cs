using System.Text.Json;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>
/// The approved text of every gold query returns what the query itself returns. Needs the evaluation's files (NLSQL_SHARED) and a server
/// that holds its databases (NLSQL_BENCH_CONNECTION, an Npgsql connection string without a database).
/// </summary>
public sealed class PrintedRowsTests
{
    [Fact]
    public async Task Approved_GoldQueries_ReturnTheSameColumnsAndRows()
    {
        var (shared, server) = (Environment.GetEnvironmentVariable("NLSQL_SHARED"), Environment.GetEnvironmentVariable("NLSQL_BENCH_CONNECTION"));
        Assert.SkipWhen(string.IsNullOrEmpty(shared) || string.IsNullOrEmpty(server), "Set NLSQL_SHARED and NLSQL_BENCH_CONNECTION to run this.");
        var (same, different, failing) = (0, new List<string>(), 0);
        foreach (var database in File.ReadLines(Path.Combine(shared!, "bench", "public.jsonl")).Select(Case).GroupBy(c => c.Database, c => c.Queries))
        {
            await using var source = NpgsqlDataSource.Create($"{server};Database={database.Key};Pooling=false;Command Timeout=60");
            await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            foreach (var sql in database.SelectMany(queries => queries))
            {
                var expected = await RowsAsync(connection, sql);
                if (expected is null)
                {
                    failing++;
                }
                else if (await RowsAsync(connection, GuardVerdicts.Approved(sql).Text) is { } rows && rows.SequenceEqual(expected, StringComparer.Ordinal))
                {
                    same++;
                }
                else
                {
                    different.Add($"{database.Key}: {sql}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{same} the same, {different.Count} different, {failing} fail as they stand");
        Assert.True(different.Count == 0, $"{different.Count} of {same + different.Count} differ:\n{string.Join('\n', different)}");
        Assert.True(same > 0);
    }

    private static (string Database, List<string> Queries) Case(string line)
    {
        using var document = JsonDocument.Parse(line);
        return (
            document.RootElement.GetProperty("db").GetString()!,
            [.. document.RootElement.GetProperty("gold_sql").EnumerateArray().Select(sql => sql.GetString()!)]);
    }

    /// <summary>Null when the database refuses the query.</summary>
    private static async Task<List<string>?> RowsAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            return await TextRows.ReadAsync(connection, sql, TestContext.Current.CancellationToken);
        }
        catch (PostgresException)
        {
            return null;
        }
    }
}
