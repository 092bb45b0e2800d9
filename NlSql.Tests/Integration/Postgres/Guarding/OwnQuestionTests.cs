using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>
/// NlSql's own questions to the catalogs, and the driver's, call nothing of anybody's: whoever may create operators or functions in a schema of the role's path
/// would have them called with NlSql's rights, before any statement is judged.
/// </summary>
public sealed class OwnQuestionTests(PostgresFixture postgres) : IDisposable
{
    /// <summary>
    /// Operators for all pairs of types that catalogs are made of, where PostgreSQL has none of its own, and functions for types that its own take only by a
    /// cast. Each leaves a lock with its session, which no rollback takes away.
    /// </summary>
    private const string Traps = """
        CREATE TABLE public.items (id int PRIMARY KEY, name text, price numeric);
        INSERT INTO public.items SELECT i, 'item ' || i, i FROM generate_series(1, 50) i;
        ANALYZE public.items;
        GRANT SELECT ON public.items TO nlsql_reader;
        CREATE FUNCTION public.spring() RETURNS void LANGUAGE sql AS $$ SELECT pg_catalog.pg_advisory_lock_shared(4711) $$;
        DO $$
        DECLARE
          types text[] := ARRAY['oid', 'name', 'xid', 'regproc', '"char"', 'int2vector', 'oidvector', 'text', 'int2', 'int4', 'int8', 'bool', 'float4',
            'float8', 'regclass', 'text[]', 'name[]', 'oid[]'];
          operators text[] := ARRAY['=', '<>', '~', '!~', '~~', '!~~', '<', '>', '<=', '>=', '||', '+', '-', '*', '/'];
          l text; r text; o text;
        BEGIN
          FOREACH l IN ARRAY types LOOP
            FOREACH r IN ARRAY types LOOP
              EXECUTE format('CREATE FUNCTION public.trap(%s, %s) RETURNS boolean LANGUAGE plpgsql STABLE AS
                ''BEGIN PERFORM public.spring(); RETURN true; END''', l, r);
              EXECUTE format('CREATE FUNCTION public.text_trap(%s, %s) RETURNS text LANGUAGE plpgsql STABLE AS
                ''BEGIN PERFORM public.spring(); RETURN 1; END''', l, r);
              FOREACH o IN ARRAY operators LOOP
                CONTINUE WHEN EXISTS (SELECT FROM pg_operator p WHERE p.oprname = o AND p.oprleft = l::regtype AND p.oprright = r::regtype);
                EXECUTE format('CREATE OPERATOR public.%s (FUNCTION = public.%s, LEFTARG = %s, RIGHTARG = %s)',
                  o, CASE WHEN o IN ('||', '+', '-', '*', '/') THEN 'text_trap' ELSE 'trap' END, l, r);
              END LOOP;
            END LOOP;
          END LOOP;
        END $$;
        CREATE FUNCTION public.hashtextextended(text, int) RETURNS int8 LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 1; END $$;
        CREATE FUNCTION public.concat_ws(text, oid, xid) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'x'; END $$;
        CREATE FUNCTION public.concat_ws(text, oid, oid) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'x'; END $$;
        CREATE FUNCTION public.unnest(oid[]) RETURNS SETOF oid LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); END $$;
        CREATE FUNCTION public.unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); END $$;
        CREATE FUNCTION public.pg_relation_size(oid) RETURNS int8 LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 1; END $$;
        CREATE FUNCTION public.format_type(oid, int4) RETURNS name LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'x'; END $$;
        """;

    private const string Sprung = "SELECT count(*) FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objid = 4711";

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-own-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAndRun_OperatorsAndFunctionsOnTheRolesPath_AreNotCalled()
    {
        await using var database = await postgres.CreateAsync(Traps, Token);
        Assert.NotEqual(0L, await ScalarAsync(database, $"SELECT max(c.oid || 'x'::text) FROM pg_catalog.pg_class c; {Sprung}"));
        Assert.Equal(0L, await ScalarAsync(database, Sprung));

        await using var services = ProductServices.Start(
            database.Settings, folder, replace => replace.AddSingleton(new SiteKnowledge { Operators = ["="] }));
        var asked = services.GetRequiredService<AnalyticsDatabases>().Opened.First();
        var snapshot = await asked.GetAsync(Token);
        await asked.CheckAsync(Token);
        await services.GetRequiredService<IRoleCheck>().CheckAsync(snapshot.DataSource, Token);
        var pipeline = services.GetRequiredService<IQuestionPipeline>();
        List<PipelineEvent> steps =
        [
            .. await pipeline.DraftAsync(new DraftRequest("how many items are there"), Token).ToListAsync(Token),
            .. await pipeline.RunAsync(new RunRequest("SELECT id, name FROM items WHERE id = 3 AND price IS NOT NULL"), Token).ToListAsync(Token),
            .. await pipeline.RunAsync(new RunRequest("SELECT count(*) FROM items WHERE name = 'item 3'"), Token).ToListAsync(Token),
        ];

        Assert.Equal(0L, await ScalarAsync(database, Sprung));
        Assert.DoesNotContain(steps, step => step is TurnFailed);
    }

    /// <summary>Tables that were never analyzed are looked into: values are written by their types' own output, not by a cast that somebody has made.</summary>
    [Fact]
    public async Task Read_TableWithoutStatistics_CallsNoCast()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE FUNCTION public.spring() RETURNS void LANGUAGE sql AS $$ SELECT pg_catalog.pg_advisory_lock_shared(4711) $$;
            CREATE TYPE grade AS ENUM ('a', 'b');
            CREATE FUNCTION public.grade_text(grade) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'cast'; END $$;
            CREATE CAST (grade AS text) WITH FUNCTION grade_text(grade) AS ASSIGNMENT;
            CREATE SCHEMA own;
            CREATE TYPE own.text AS ENUM ('c', 'd');
            CREATE FUNCTION public.own_text(own.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 'cast'; END $$;
            CREATE CAST (own.text AS pg_catalog.text) WITH FUNCTION own_text(own.text) AS ASSIGNMENT;
            CREATE TABLE rated (id int, g grade, f bpchar(4), b boolean, at date, word varchar, n numeric(5, 2), o own.text);
            INSERT INTO rated
            SELECT i, CASE WHEN i > 3 THEN 'a'::grade ELSE 'b' END, 'x', true, '2024-05-01', 'w', 1.5, 'c'::own.text FROM generate_series(1, 9) i;
            INSERT INTO rated DEFAULT VALUES;
            GRANT SELECT ON rated TO nlsql_reader;
            """,
            Token);
        await using var services = ProductServices.Start(database.Settings, folder);

        var table = (await services.GetRequiredService<AnalyticsDatabases>().Opened.First().GetAsync(Token)).Catalog.Table("rated");

        Assert.Equal(0L, await ScalarAsync(database, Sprung));
        Assert.Equal(["a", "b"], table.Column("g").Statistics.Samples.Select(sample => sample.Value).Order(StringComparer.Ordinal));
        Assert.Equal("c", Assert.Single(table.Column("o").Statistics.Samples).Value);
        Assert.Equal("x", Assert.Single(table.Column("f").Statistics.Samples).Value);
        Assert.Equal("true", Assert.Single(table.Column("b").Statistics.Samples).Value);
        Assert.Equal(("2024-05-01", "1.50"), (table.Column("at").Statistics.Minimum, table.Column("n").Statistics.Maximum));
        Assert.Equal(0.1, table.Column("g").Statistics.NullFraction);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The last result. What a session of the owner's holds goes when it is given back.</summary>
    private static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        object? last = null;
        do
        {
            while (await reader.ReadAsync(Token))
            {
                last = reader.GetValue(0);
            }
        }
        while (await reader.NextResultAsync(Token));

        return last;
    }
}
