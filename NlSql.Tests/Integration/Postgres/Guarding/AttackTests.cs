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
            ("SELECT (c).born IS NULL, c.born IS NULL FROM clients c WHERE id = 1", "False|False"),
            ("SELECT array_to_string(array_agg(a), ', '), concat(array_agg(a), 'x'), array_length(array_agg(a), 1) FROM zipped", "null|x|null"),
            ("SELECT a FROM zipped WHERE a = 'x' OR a LIKE 'x%' OR a IN ('x', 'y') OR a = ANY ('{x}') OR coalesce(a, 'x') = 'x'", ""),
            ("SELECT a, replace(a, 'x', 'y'), first_value(a) OVER (ORDER BY n), unnest(array_agg(a)) FROM zipped WHERE a <> 'x' GROUP BY a, n", ""),
            ("SELECT coalesce(lag(a) OVER (ORDER BY n), 'none'), lead(a, 1) OVER (ORDER BY n) = 'x' FROM zipped", ""),
            ("SELECT coalesce(array_to_string(array_agg(a), ', '), 'none'), concat(array_agg(a)) || '.' FROM zipped", "none|."),
            ("SELECT q.l || '!' FROM (SELECT array_to_string(array_agg(a), ', ') AS l FROM zipped) q WHERE q.l IN ('x', 'y')", ""),
            ("SELECT (m).n, (SELECT count(*) FROM unnest(ms)) FROM marks", "1|1"),
            ("SELECT to_tsvector('english'::regconfig, 'cats') @@ to_tsquery('english', 'cat'), 'english'::regconfig::text", "True|english"));
    }

    /// <summary>
    /// A range compares its bounds by the operator class that it was made with, which need not be the default of any type, and the planner asks a function
    /// of its own how far they are apart when there are statistics. The functions bite only once these have been taken.
    /// </summary>
    [Fact]
    public async Task Run_RangesWithCodeOfTheirOwn_AreNeitherComparedNorPlanned()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Ranges);

        var refused = new[]
        {
            "SELECT id FROM spans WHERE m @> 5.0::float8", "SELECT id FROM spans WHERE m && m", "SELECT id FROM spans WHERE m && '[1,2]'",
            "SELECT id FROM spans WHERE o @> 5", "SELECT id FROM spans WHERE o < o", "SELECT id FROM spans WHERE o -|- o", "SELECT o * o FROM spans",
            "SELECT id FROM spans WHERE o IN (o)", "SELECT o FROM spans ORDER BY o", "SELECT DISTINCT o FROM spans", "SELECT ROW(o) = ROW(o) FROM spans",
            "SELECT s = s FROM spans s", "SELECT range_merge(o, o) FROM spans", "SELECT GREATEST(o, o) FROM spans", "SELECT '[1,2]'::ordered",
            "SELECT ARRAY[o] @> ARRAY[o] FROM spans", "SELECT count(DISTINCT o) FROM spans", "SELECT max(q.r) FROM (SELECT o AS r FROM spans) q",
        };
        await database.ExpectAsync([.. refused.Select(sql => (sql, "refused type-foreign"))]);
        await database.ExpectAsync(
            ("SELECT o, m FROM spans ORDER BY id LIMIT 1", "[1,11)|[1,11)"),
            ("SELECT count(*) FROM spans WHERE o IS NOT NULL", "500"),
            ("SELECT min(id) FROM spans WHERE plain @> 5 AND plain && '[1,7]'", "1"),
            ("SELECT DISTINCT plain * '[1,2]' FROM spans WHERE id = 1", "[1,3)"));
    }

    /// <summary>
    /// CREATE OR REPLACE leaves the number and the schema of a function as they were. Where PostgreSQL's own was not in SQL, the server goes on calling that.
    /// </summary>
    [Fact]
    public async Task Run_FunctionsOfPostgresThatWereReplaced_AreNotCalled()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Replaced);

        await database.ExpectAsync(
            ("SELECT age(now())", "refused function-not-listed"),
            ("SELECT pg_catalog.age(now())", "refused function-not-listed"),
            ("SELECT (q.t).age FROM (SELECT now() AS t) q", "refused column-notation-call"),
            ("SELECT (now()).age", "refused column-notation-call"),
            ("SELECT bit_or(id) FROM ones", "refused function-not-listed"),
            ("SELECT bit_or(id) OVER () FROM ones", "refused function-not-listed"),
            ("SELECT 1 + DATE '2000-01-01'", "refused operator-foreign"),
            ("SELECT id + DATE '2000-01-01' FROM ones", "refused operator-foreign"),
            ("SELECT upper('x'), bit_and(id), id * 2 FROM ones GROUP BY id", "X|1|2"),
            ("SELECT 1::text || id FROM ones WHERE id = 1 ORDER BY id", "11"));

        await using var inlined = await GuardedDatabase.CreateAsync(postgres, ReplacedInSql);
        await inlined.ExpectAsync(
            ("SELECT age(now())", "refused function-not-listed"),
            ("SELECT 1 + DATE '2000-01-01'", "refused operator-foreign"),
            ("SELECT round(id), trunc(2.5)", "refused function-not-listed"),
            ("SELECT bit_length('x')", "refused function-not-listed"),
            ("SELECT log10(10)", "refused function-not-listed"),
            ("SELECT upper('x')", "refused function-not-listed"),
            ("SELECT make_interval(days => 1)", "refused function-not-listed"),
            ("SELECT 'a' || id, lpad('a', 2), quote_literal(id), trunc(2.5) FROM ones", "a1| a|'1'|2"));

        await using var casting = await GuardedDatabase.CreateAsync(postgres, ReplacedCast);
        await casting.ExpectAsync(
            ("SELECT circle '<(0,0),1>'::polygon", "refused type-foreign"),
            ("SELECT CAST(c AS polygon) FROM ones", "refused type-foreign"),
            ("SELECT id + 1, true::text FROM ones", "2|true"));
    }

    /// <summary>Each change alone, and nothing made with it that would have been noticed by itself.</summary>
    [Theory]
    [InlineData("age(now())", "CREATE OR REPLACE FUNCTION pg_catalog.age(timestamptz) RETURNS interval LANGUAGE plpgsql STABLE STRICT AS 'BEGIN END'")]
    [InlineData("age(now())", "CREATE OR REPLACE FUNCTION pg_catalog.age(timestamptz) RETURNS interval LANGUAGE sql AS 'SELECT public.lasting()'")]
    [InlineData("age(now())", "ALTER FUNCTION pg_catalog.age(timestamptz) SECURITY DEFINER")]
    [InlineData("bit_or(id)", "CREATE OR REPLACE AGGREGATE pg_catalog.bit_or(int) (SFUNC = public.stepping, STYPE = int)")]
    [InlineData("sum(id)", "CREATE OR REPLACE AGGREGATE pg_catalog.sum(int) (SFUNC = int4_sum, STYPE = int8, FINALFUNC = public.ending)")]
    [InlineData(
        "sum(id) OVER ()",
        """
        CREATE OR REPLACE AGGREGATE pg_catalog.sum(int) (
          SFUNC = int4_sum, STYPE = int8, MSFUNC = int4_avg_accum, MINVFUNC = int4_avg_accum_inv, MSTYPE = int8[], MFINALFUNC = public.ending,
          MINITCOND = '{0,0}')
        """)]
    [InlineData("bit_or(id)", "CREATE OR REPLACE AGGREGATE pg_catalog.bit_or(int) (SFUNC = int4shl, STYPE = int)")]
    [InlineData("id + 1", "ALTER OPERATOR pg_catalog.+ (int, int) SET SCHEMA vault")]
    public async Task Run_FunctionOfPostgresReplacedAfterTheVerdict_IsNotCalled(string value, string change)
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Waiting);
        var approved = GuardVerdicts.Approved($"SELECT {value} FROM twos", database.Scope);
        Assert.Equal("1 rows", await database.RunAsync(approved));

        await database.Database.ExecuteAsync(change);

        Assert.Equal("error schema-changed", await database.RunAsync(approved));
        Assert.Equal("error schema-changed", await database.PlanAsync(approved));
    }

    private const string Ranges = """
        CREATE FUNCTION public.apart(float8, float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1 - $2; END $$;
        CREATE TYPE public.measured AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = public.apart);
        CREATE FUNCTION public.order_int(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1 - $2; END $$;
        CREATE OPERATOR CLASS public.other_ints FOR TYPE int USING btree
          AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 public.order_int(int, int);
        CREATE TYPE public.ordered AS RANGE (SUBTYPE = int, SUBTYPE_OPCLASS = public.other_ints);
        CREATE TABLE public.spans (id int, m measured, o ordered, plain int4range);
        INSERT INTO public.spans SELECT i, measured(i, i + 10), ordered(i, i + 10), int4range(i, i + 10) FROM generate_series(1, 500) i;
        ANALYZE public.spans;
        CREATE OR REPLACE FUNCTION public.apart(float8, float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE
          AS $$ BEGIN PERFORM vault.fire('apart'); RETURN 1; END $$;
        CREATE OR REPLACE FUNCTION public.order_int(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE
          AS $$ BEGIN PERFORM vault.fire('order'); RETURN 1; END $$;
        """;

    /// <summary>What the replaced will call is there before the verdict; <c>int4shl</c> keeps its low number.</summary>
    private const string Waiting = """
        CREATE FUNCTION public.lasting() RETURNS interval LANGUAGE plpgsql AS $$ BEGIN PERFORM vault.fire('age'); RETURN NULL; END $$;
        CREATE FUNCTION public.stepping(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('step'); RETURN 1; END $$;
        CREATE FUNCTION public.ending(bigint) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM vault.fire('end'); RETURN 1; END $$;
        CREATE FUNCTION public.ending(bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM vault.fire('end'); RETURN 1; END $$;
        CREATE OR REPLACE FUNCTION pg_catalog.int4shl(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT
          AS $$ BEGIN PERFORM vault.fire('shift'); RETURN 1; END $$;
        CREATE TABLE public.twos AS SELECT 2 AS id;
        """;

    private const string Replaced = """
        CREATE OR REPLACE FUNCTION pg_catalog.age(timestamptz) RETURNS interval LANGUAGE plpgsql STABLE STRICT
          AS $$ BEGIN PERFORM vault.fire('age'); RETURN NULL; END $$;
        CREATE OR REPLACE FUNCTION pg_catalog.integer_pl_date(int, date) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT
          AS $$ BEGIN PERFORM vault.fire('plus'); RETURN $2; END $$;
        CREATE FUNCTION public.stepping(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('step'); RETURN 1; END $$;
        CREATE OR REPLACE AGGREGATE pg_catalog.bit_or(int) (SFUNC = public.stepping, STYPE = int);
        CREATE TABLE public.ones AS SELECT 1 AS id;
        """;

    /// <summary>
    /// In the language they had, or one beneath it, with bodies that call PostgreSQL's own functions only, and with other values for what is left out. That
    /// everybody may call everything is no reason to refuse what is as it was.
    /// </summary>
    private const string ReplacedInSql = """
        CREATE FUNCTION public.lasting() RETURNS interval LANGUAGE sql AS $$ SELECT vault.fire('age')::interval $$;
        CREATE OR REPLACE FUNCTION pg_catalog.age(timestamptz) RETURNS interval LANGUAGE sql STABLE STRICT AS $$ SELECT public.lasting() $$;
        CREATE OR REPLACE FUNCTION pg_catalog.integer_pl_date(int, date) RETURNS date LANGUAGE sql IMMUTABLE STRICT
          AS $$ SELECT vault.fire('plus')::date $$;
        CREATE OR REPLACE FUNCTION pg_catalog.round(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT
          AS $$ SELECT length(pg_read_file('PG_VERSION'))::numeric $$;
        CREATE OR REPLACE FUNCTION pg_catalog.bit_length(text) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'pg_try_advisory_lock_int8';
        CREATE OR REPLACE FUNCTION pg_catalog.log10(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT
          AS $$ SELECT length(set_config('work_mem', '64kB', false))::numeric $$;
        CREATE OR REPLACE FUNCTION pg_catalog.upper(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT vault.fire('upper') $$;
        CREATE FUNCTION public.one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM vault.fire('default'); RETURN 1; END $$;
        CREATE OR REPLACE FUNCTION pg_catalog.make_interval(
          years int DEFAULT public.one(), months int DEFAULT 0, weeks int DEFAULT 0, days int DEFAULT 0, hours int DEFAULT 0, mins int DEFAULT 0,
          secs float8 DEFAULT 0) RETURNS interval LANGUAGE internal IMMUTABLE STRICT AS 'make_interval';
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_catalog TO PUBLIC;
        CREATE TABLE public.ones AS SELECT 1 AS id;
        """;

    private const string ReplacedCast = """
        CREATE OR REPLACE FUNCTION pg_catalog.polygon(circle) RETURNS polygon LANGUAGE plpgsql IMMUTABLE STRICT
          AS $$ BEGIN PERFORM vault.fire('polygon'); RETURN NULL; END $$;
        CREATE TABLE public.ones AS SELECT 1 AS id, circle '<(0,0),1>' AS c;
        """;

    private Task<GuardedDatabase> OpenAsync() => GuardedDatabase.CreateAsync(postgres, GuardCases.Attacked, exclude: "public.payroll");
}
