using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>
/// Every road to a column that a server knows is closed where the column is barred, and known where it is personal; each is first gone without the guard, to
/// see that it is one.
/// </summary>
public sealed class HiddenColumnTests(PostgresFixture postgres)
{
    private const string Canary = "canary";

    private const string Tables = """
        CREATE EXTENSION hstore;
        CREATE TYPE pair AS (a int, b text);
        CREATE TABLE people (id int, country text, code text);
        CREATE TABLE staff (grade int) INHERITS (people);
        CREATE TABLE goods (id int, name text, code text);
        CREATE TABLE orders (id int, person int, amount int);
        CREATE TABLE being (id int, code text);
        CREATE TABLE robot (model text) INHERITS (being);
        CREATE TABLE events (id int, secret text) PARTITION BY LIST (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
        CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
        CREATE TYPE place AS (street text, code text);
        CREATE TYPE card AS (home place, note text);
        CREATE TABLE made (
          id int, code text, g text GENERATED ALWAYS AS (upper(code)) STORED, n int GENERATED ALWAYS AS (id * 2) STORED,
          h place, c card, hs place[], b text GENERATED ALWAYS AS ((h).code) STORED, s text GENERATED ALWAYS AS ((h).street) STORED);
        INSERT INTO made (id, code, h, c, hs)
        SELECT i, 'canary ' || i, p, ROW(p, 'note')::card, ARRAY[ROW('street', 'canary')::place]
        FROM generate_series(1, 3) i CROSS JOIN LATERAL (SELECT ROW('street ' || i, 'canary ' || i)::place) r (p);
        CREATE VIEW made_shown AS SELECT id, g AS x, n, (h).code AS y, (h).street AS z FROM made;
        INSERT INTO people SELECT i, 'land ' || i % 2, 'canary ' || i FROM generate_series(1, 4) i;
        INSERT INTO staff SELECT i, 'land ' || i % 2, 'canary ' || i, i FROM generate_series(5, 6) i;
        INSERT INTO goods SELECT i, 'goods ' || i, 'a' || i FROM generate_series(1, 4) i;
        INSERT INTO orders SELECT i, 1 + i % 4, 10 * i FROM generate_series(1, 9) i;
        INSERT INTO being VALUES (1, 'plain');
        INSERT INTO robot VALUES (2, 'canary r', 'm');
        INSERT INTO events VALUES (1, 'canary e'), (2, 'plain');
        CREATE VIEW shown AS SELECT id, country, code AS x FROM people;
        CREATE VIEW again AS SELECT s.x || '' AS y FROM shown s;
        CREATE MATERIALIZED VIEW kept AS SELECT y AS z FROM again;
        CREATE VIEW whole AS SELECT to_jsonb(p) ->> 'code' AS t FROM people p;
        CREATE VIEW part AS SELECT secret AS t FROM events_1;
        CREATE VIEW parents AS SELECT code AS k FROM being;
        CREATE VIEW mixed AS SELECT id, code FROM goods UNION ALL SELECT id, code FROM staff;
        """;

    private static readonly IReadOnlyList<ColumnPattern> Hidden =
        [new ColumnPattern("people.code"), new ColumnPattern("robot.code"), new ColumnPattern("events_1.secret"), new ColumnPattern("made.code")];

    [Fact]
    public async Task Check_EveryRoadToAHiddenColumn_IsClosedOrKnown()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Tables, site: new SiteKnowledge { PersonalColumns = Hidden });
        var barred = await GuardedDatabase.ScopeAsync(database.Database, "public", site: new SiteKnowledge { BarredColumns = Hidden });
        List<string> open = [];
        foreach (var (kind, sql) in Roads(database.Scope.ServerVersion).Where(road => road.Rule != "honest"))
        {
            var rows = await RowsAsync(database, sql);
            if (rows is null || (kind is "value" or "view" && !rows.Contains(Canary, StringComparison.OrdinalIgnoreCase)))
            {
                open.Add($"is no road: {sql} gives {rows ?? "an error"}");
            }

            if (kind != "view" && GuardVerdicts.Check(sql, barred) is GuardApproval)
            {
                open.Add($"open where it is barred: {sql}");
            }

            if (GuardVerdicts.Check(sql, database.Scope) is GuardApproval { Sql.PersonalSource: null })
            {
                open.Add($"a model would see it: {sql}");
            }
        }

        Assert.True(open.Count == 0, string.Join('\n', open));
    }

    [Fact]
    public async Task Run_StatementsBesideAHiddenColumn_GiveTheirRowsToEverybody()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Tables, site: new SiteKnowledge { PersonalColumns = Hidden });
        var barred = await GuardedDatabase.ScopeAsync(database.Database, "public", site: new SiteKnowledge { BarredColumns = Hidden });
        List<string> wrong = [];
        foreach (var (_, sql) in Roads(database.Scope.ServerVersion).Where(road => road.Rule == "honest"))
        {
            var rows = await database.AskAsync(sql);
            if (rows.StartsWith("error", StringComparison.Ordinal) || rows.Contains(Canary, StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{sql}: {rows}");
            }

            if (GuardVerdicts.Check(sql, barred) is GuardRefusal refusal)
            {
                wrong.Add($"{sql}: {refusal.Message}");
            }

            if (GuardVerdicts.Check(sql, database.Scope) is not GuardApproval { Sql.PersonalSource: null })
            {
                wrong.Add($"{sql}: kept from the model, or refused");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>A composite column with a barred field is barred as a whole; where the field is personal, a model may see the others.</summary>
    [Theory]
    [InlineData("SELECT s FROM made ORDER BY id LIMIT 1", "street 1")]
    [InlineData("SELECT (h).street FROM made WHERE id = 2", "street 2")]
    [InlineData("SELECT (m.h).street, id FROM made m ORDER BY (m.h).street LIMIT 1", "street 1|1")]
    [InlineData("SELECT (m).h.street FROM made m WHERE m.id = 3", "street 3")]
    [InlineData("SELECT (c).note, (c).home.street FROM made WHERE id = 1", "note|street 1")]
    [InlineData("SELECT DISTINCT (hs)[1].street FROM made", "street")]
    [InlineData("SELECT count(*) FROM made a JOIN made b ON (a.h).street = (b.h).street", "3")]
    [InlineData("SELECT z FROM made_shown WHERE id = 1", "street 1")]
    public async Task Check_FieldBesideAPersonalOne_IsNot(string sql, string rows)
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Tables, site: new SiteKnowledge { PersonalColumns = Hidden });
        var barred = await GuardedDatabase.ScopeAsync(database.Database, "public", site: new SiteKnowledge { BarredColumns = Hidden });

        Assert.Equal(rows, await database.AskAsync(sql));
        Assert.Null(Assert.IsType<GuardApproval>(GuardVerdicts.Check(sql, database.Scope)).Sql.PersonalSource);
        Assert.True(sql.Contains("shown", StringComparison.Ordinal) || GuardVerdicts.Check(sql, barred) is GuardRefusal { Rule: GuardRules.ColumnBarred });
    }

    /// <summary>The roads that are one at a server of this version, by their kind.</summary>
    private static IEnumerable<(string Rule, string Sql)> Roads(int version) => GuardCases.Roads
        .Where(road => version >= 14 || !road.Rule.EndsWith("14", StringComparison.Ordinal))
        .Select(road => (road.Rule.Replace("14", "", StringComparison.Ordinal), road.Sql));

    /// <summary>As the server answers without any guard; null when it does not.</summary>
    private static async Task<string?> RowsAsync(GuardedDatabase database, string sql)
    {
        using var command = database.Database.Owner.CreateCommand($"SELECT pg_catalog.string_agg(q::text, ';') FROM ({sql}) q");
        try
        {
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string ?? "";
        }
        catch (Npgsql.PostgresException)
        {
            return null;
        }
    }
}
