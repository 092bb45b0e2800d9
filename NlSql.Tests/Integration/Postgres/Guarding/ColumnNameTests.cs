using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Tests.Fakes;
using Npgsql;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>A name that the guard takes for a column's is the one that the server gives it, whatever its version: else <c>q.name</c> would be a call.</summary>
public sealed class ColumnNameTests(PostgresFixture postgres)
{
    private const string Source = "(SELECT 1 AS n, 'x' AS s, true AS b, DATE '2024-01-01' AS d, ARRAY[1] AS a, ROW(1, 2)::pairs AS r) q";

    private static readonly string[] Values =
    [
        "n", "q.s", "1", "'x'", "true", "NULL", "n + 1", "- n", "NOT b", "b AND b", "n = 1", "n IS NULL", "b IS TRUE", "s LIKE 'x'", "n BETWEEN 1 AND 2",
        "n IN (1, 2)", "n IS DISTINCT FROM 1", "NULLIF(n, 1)", "COALESCE(s, 'x')", "GREATEST(n, 2)", "LEAST(n, 2)", "ARRAY[n]", "ARRAY[1]::int[]",
        "ARRAY(SELECT 1)", "ROW(1)", "ROW(n, s)", "(n, s)", "EXISTS (SELECT 1)", "(SELECT n)", "(SELECT 1 AS one)", "(SELECT n + 1)",
        "(SELECT coalesce(s, 'x'))",
        "(SELECT n UNION SELECT 2)", "(VALUES (1))", "(SELECT * FROM (SELECT 1 AS inside) z)", "n IN (SELECT 1)", "n = ANY (SELECT 1)", "n = ANY (ARRAY[1])",
        "(SELECT (SELECT s))", "(WITH w AS (SELECT 5 AS five) SELECT five FROM w)", "CASE WHEN b THEN 1 END", "CASE WHEN b THEN 1 ELSE n END",
        "CASE WHEN b THEN '1' ELSE s END", "CASE WHEN b THEN 1 ELSE 2 END", "CASE n WHEN 1 THEN 'a' ELSE COALESCE(s, 'x') END",
        "CASE WHEN b THEN 'x' ELSE CASE WHEN b THEN 'a' ELSE 'b' END END", "CASE WHEN b THEN 'x' ELSE 'y'::varchar END",
        "lower(s)", "pg_catalog.lower(s)", "count(*)", "grouping(n)", "sum(n) OVER ()", "EXTRACT(year FROM d)", "POSITION('a' IN s)", "SUBSTRING(s FROM 1)",
        "OVERLAY(s PLACING 'x' FROM 1)", "TRIM(s)", "TRIM(LEADING 'x' FROM s)", "d AT TIME ZONE 'UTC'", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIME",
        "LOCALTIMESTAMP(2)", "CURRENT_TIME", "NORMALIZE(s)", "s IS NORMALIZED", "(d, d) OVERLAPS (d, d)", "DATE '2024-01-01'", "INTERVAL '1 day'", "n::int",
        "n::int::text", "'1'::int", "CAST('1' AS numeric(5, 2))", "'x'::text COLLATE \"C\"", "s COLLATE \"C\"", "(s COLLATE \"C\")",
        "('{1}'::int[])[1]", "(a)[1]", "a[1]",
        "(ARRAY[1])[1]", "(r).x", "(ROW(1, 2)::pairs).x", "(r).x + 1", "JSON_OBJECT('a': 1)", "JSON_ARRAY(1)", "JSON_ARRAYAGG(n)", "JSON_OBJECTAGG('a': n)",
        "JSON('1')", "JSON_SCALAR(1)", "JSON_SERIALIZE('1')", "JSON_EXISTS(jsonb '1', '$')", "JSON_VALUE(jsonb '1', '$')", "JSON_QUERY(jsonb '1', '$')",
        "'1' IS JSON", "'low'::feeling", "s::feeling", "to_json(q)", "q", "q::text", "num_nonnulls(1, 2)", "format('%s', 1)", "CONCAT(s, s)", "U&'x'",
        "B'1'", "X'1'", "1.5", "1e5", "n % 2", "s || s", "d - d", "a || 1",
    ];

    [Fact]
    public async Task Of_EveryKindOfValue_IsWhatTheServerSaysOrNothing()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TYPE pairs AS (x int, y int); CREATE TYPE feeling AS ENUM ('low', 'x')", TestContext.Current.CancellationToken);
        List<string> wrong = [];
        var (asked, certain) = (0, 0);
        foreach (var value in Values.SelectMany(value => new[] { value, $"({value})::text", $"({value})::text::varchar", $"(({value})::text COLLATE \"C\")" }))
        {
            var sql = $"SELECT {value} FROM {Source} GROUP BY n, s, b, d, a, r, q";
            if (await NameAsync(database, sql) is not { } name || StatementReader.ReadOne(sql) is not { } query)
            {
                continue;
            }

            var claimed = ColumnNames.Of(query.List("targetList")[0]);
            asked++;
            certain += claimed == name ? 1 : 0;
            if (claimed != name && claimed != "?column?")
            {
                wrong.Add($"{value} is {name}, not {claimed}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 250 && certain > 150, $"{asked} asked, {certain} of them certain");
    }

    /// <summary>Null where the server does not take it: of another version, or no value for text.</summary>
    private static async Task<string?> NameAsync(TestDatabase database, string sql)
    {
        await using var command = database.Owner.CreateCommand($"{sql} LIMIT 0");
        try
        {
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            return reader.GetName(0);
        }
        catch (PostgresException)
        {
            return null;
        }
    }
}
