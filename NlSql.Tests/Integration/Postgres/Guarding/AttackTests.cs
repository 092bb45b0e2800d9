using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>
/// A database in which casts, operator classes, domains, functions in pg_catalog and types of hidden tables lie in wait: no attempt upon it passes, and
/// what is honest does.
/// </summary>
public sealed class AttackTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Run_EveryAttempt_IsRefused()
    {
        await using var database = await OpenAsync();

        await database.ExpectAsync([.. GuardCases.Attacks.Select(attempt => (attempt.Sql, $"refused {attempt.Rule}"))]);
    }

    [Fact]
    public async Task Run_HonestStatements_AreNotRefusedForWhatLiesInWait()
    {
        await using var database = await OpenAsync();

        await database.ExpectAsync(
            ("SELECT id, g, f FROM rated WHERE g = 'a' AND id = 1", "1|a|on"),
            ("SELECT count(*) FROM rated WHERE id > 0 AND NOT (g = 'b')", "1"),
            ("SELECT CASE WHEN g = 'a' THEN 1 END FROM rated WHERE g IS NOT NULL LIMIT 3", "1"),
            ("SELECT g, count(*) FILTER (WHERE g IN ('a', 'b')) FROM rated GROUP BY g ORDER BY g", "a|1"),
            ("SELECT name FROM clients WHERE active ORDER BY name LIMIT 2", "Eve"),
            ("SELECT DISTINCT name FROM clients ORDER BY name DESC", "Max;Eve"),
            ("SELECT doc FROM clients ORDER BY id", "{\"a\":1};{\"a\":2}"),
            ("SELECT doc ->> 'a' AS a, area FROM clients WHERE NOT active", "2|3.5"),
            ("SELECT id, sum(area) OVER (ORDER BY born ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM clients WHERE id = 1", "1|2.5"),
            ("SELECT (ARRAY[4, 5])[id] FROM clients ORDER BY id", "4;5"),
            ("SELECT upper(name), id::text, area::int FROM clients WHERE born < '2002-01-01'", "EVE|1|3"),
            ("SELECT c.id, c.name, (c).area FROM clients c WHERE c.id = 1", "1|Eve|2.5"),
            ("SELECT ROW(1, 2)::pairint, (ROW(3, 4)::pairint).y", "(1,2)|4"),
            ("SELECT count(doc ->> 'a'), 'a'::grade FROM clients", "2|a"),
            ("SELECT label FROM guests g WHERE g.label LIKE 'g%'", "g"),
            ("SELECT * FROM (VALUES (1, 'x'), (2, 'y')) v (n, t) WHERE n = 2", "2|y"),
            ("SELECT to_tsvector('english'::regconfig, 'cats') @@ to_tsquery('english', 'cat'), 'english'::regconfig::text", "True|english"));
    }

    private Task<GuardedDatabase> OpenAsync() => GuardedDatabase.CreateAsync(postgres, GuardCases.Attacked, exclude: "public.payroll");
}
