using NlSql.Core.Foundation.Site;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>Code of the user's behind types, casts and operator classes is never reached; what nothing reaches forbids nothing.</summary>
public sealed class TypeCodeTests(PostgresFixture postgres)
{
    private const string Refused = "refused type-foreign";

    private const string Types = """
        CREATE FUNCTION public.bad(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('check') IS NULL; END $$;
        CREATE OPERATOR public.=?= (FUNCTION = bad, RIGHTARG = text);
        CREATE DOMAIN d1 AS text CHECK (bad(VALUE));
        CREATE DOMAIN d2 AS d1;
        CREATE DOMAIN d3 AS text CHECK (=?= VALUE);
        CREATE DOMAIN d5 AS text CHECK (VALUE::d1 IS NOT NULL);
        CREATE DOMAIN fine AS text CHECK (VALUE ~ '^[a-z]*$');
        CREATE TYPE comp AS (w d1, n int);
        CREATE TYPE outer_comp AS (c comp);
        CREATE DOMAIN d4 AS comp;
        CREATE TYPE plain AS (w text, n int);
        CREATE TABLE withdom (w d1, n int);
        CREATE TABLE holders (id int, tags d1[], c comp, o fine);
        INSERT INTO holders (id) VALUES (1);
        CREATE FUNCTION public.later(text, text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('order'); RETURN 0; END $$;
        CREATE TYPE mood AS ENUM ('low', 'high');
        CREATE TYPE level AS ENUM ('low', 'high');
        CREATE TYPE calm AS ENUM ('low', 'high');
        CREATE FUNCTION public.mood_json(mood) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN to_json(vault.fire('json')); END $$;
        CREATE FUNCTION public.mood_text(mood) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('text'); END $$;
        CREATE FUNCTION public.mood_int(mood) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('int'); RETURN 1; END $$;
        CREATE FUNCTION public.level_int(level) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('level'); RETURN 1; END $$;
        CREATE CAST (mood AS json) WITH FUNCTION mood_json(mood);
        CREATE CAST (mood AS text) WITH FUNCTION mood_text(mood);
        CREATE CAST (mood AS int) WITH FUNCTION mood_int(mood);
        CREATE CAST (level AS int) WITH FUNCTION level_int(level) AS IMPLICIT;
        CREATE TABLE moods (id int, l mood, v level, k calm, price numeric);
        INSERT INTO moods VALUES (1, 'low', 'low', 'low', 2.5);
        """;

    [Fact]
    public async Task Run_CodeBehindATypeOrACast_IsRefused()
    {
        string[] statements =
        [
            "SELECT 'x'::d1",
            "SELECT CAST('x' AS d2)",
            "SELECT d2 'x'",
            "SELECT 'x'::d3",
            "SELECT 'x'::d5",
            "SELECT '{x}'::_d1",
            "SELECT '{x}'::d2[]",
            "SELECT '{x}'::public.d2[]",
            "SELECT ROW('x', 1)::comp",
            "SELECT '(x,1)'::comp",
            "SELECT ROW(ROW('x', 1))::outer_comp",
            "SELECT '(x,1)'::d4",
            "SELECT '(x,1)'::withdom",
            "SELECT * FROM json_populate_record(NULL::withdom, '{\"w\":\"x\"}')",
            "SELECT * FROM jsonb_to_record('{\"a\":{\"w\":\"x\"}}') AS q (a comp)",
            "SELECT json_populate_record(h.c, '{\"w\":\"x\"}') FROM holders h",
            "SELECT jsonb_populate_record(w, '{\"w\":\"x\"}') FROM (SELECT withdom AS w FROM withdom RIGHT JOIN holders ON true) q",
            "SELECT array_append(tags, 'x') FROM holders",
            "SELECT tags || 'x' FROM holders",
            "SELECT tags = '{x}' FROM holders",
            "SELECT t = '{x}' FROM (SELECT tags AS t FROM holders) q",
            "SELECT COALESCE(c, '(x,1)') FROM holders",
            "SELECT CASE WHEN id = 2 THEN c ELSE '(x,1)' END FROM holders",
            "SELECT c FROM holders UNION ALL SELECT '(x,1)'",
            "SELECT * FROM (SELECT tags FROM holders) q UNION SELECT '{x}'",
            "SELECT to_json(l) FROM moods",
            "SELECT json_agg(l) FROM moods",
            "SELECT jsonb_agg(m.l) FROM moods m",
            "SELECT json_build_object('a', l) FROM moods",
            "SELECT row_to_json(q) FROM (SELECT l FROM moods) q",
            "SELECT row_to_json(m) FROM moods m",
            "SELECT array_to_json(array_agg(l)) FROM moods",
            "SELECT to_json(a) FROM (SELECT array_agg(l) AS a FROM moods) q",
            "SELECT to_jsonb(x) FROM moods, unnest(ARRAY[l]) x",
            "SELECT to_json(max) FROM (SELECT max(l) FROM moods) q",
            "WITH q AS (SELECT l AS z FROM moods) SELECT to_json(z) FROM q",
            "WITH q (z) AS (SELECT l FROM moods) SELECT to_json(z) FROM q",
            "SELECT quote_literal(l) FROM moods",
            "SELECT 'x' || l FROM moods",
            "SELECT l::text FROM moods",
            "SELECT CAST(l AS varchar) FROM moods",
            "SELECT text(l) FROM moods",
            "SELECT l::int FROM moods",
            "SELECT m.row_to_json FROM moods m",
            "SELECT (m).row_to_json FROM moods m",
            "SELECT m.to_jsonb FROM moods m",
            "SELECT (m.l).to_json FROM moods m",
            "SELECT (l).quote_literal FROM moods",
            "SELECT (m.v).abs FROM moods m",
            "SELECT f.abs FROM moods m, unnest(ARRAY[m.v]) f",
            "SELECT q.row_to_json FROM (SELECT l FROM moods) q",
            "SELECT 'low'::mood::int",
            "SELECT CAST(mood 'low' AS text)",
            "SELECT to_json('low'::mood)",
            "SELECT array_to_json('{low}'::mood[])",
            "SELECT json_build_object('a', 'low'::public.mood)",
            "SELECT m::int FROM jsonb_to_record('{\"m\":\"low\"}') AS q (m mood)",
            "SELECT to_json(q) FROM (SELECT 'low'::mood AS m) q",
            "SELECT m::text FROM (VALUES ('low'::mood)) v (m)",
            "SELECT 'x' || 'low'::mood",
            "SELECT 'low'::level + 1",
            "SELECT abs('low'::level)",
            "SELECT COALESCE('low'::level, 1)",
            "SELECT 'low'::level UNION ALL SELECT 1",
            "SELECT enum_first(NULL::mood)::int",
            "SELECT (enum_range(NULL::mood))[1]::int",
            "SELECT (json_populate_record(NULL::moods, '{\"l\":\"low\"}')).l::int",
            "SELECT v + 1 FROM moods",
            "SELECT abs(v) FROM moods",
            "SELECT COALESCE(v, 1) FROM moods",
            "SELECT v FROM moods UNION ALL SELECT id FROM moods",
            "SELECT z + 1 FROM (SELECT v AS z FROM moods) q",
        ];
        await using var database = await OpenAsync();

        await database.ExpectAsync([.. statements.Select(sql => (sql, Refused))]);
    }

    [Fact]
    public async Task Run_CodeThatNothingReaches_ForbidsNothing()
    {
        await using var database = await OpenAsync();

        await database.ExpectAsync(
            ("SELECT '7'::int, CAST(2.4 AS integer), 5::text, price::int FROM moods", "7|2|5|3"),
            ("SELECT to_json(price), json_agg(id), 'x' || id FROM moods GROUP BY price, id", "2.5|[1]|x1"),
            ("SELECT l, v, k FROM moods WHERE id = 1 ORDER BY id", "low|low|low"),
            ("SELECT l, count(*) FROM moods GROUP BY l", "low|1"),
            ("SELECT k::text, to_json(k), 'x' || k FROM moods", "low|\"low\"|xlow"),
            ("SELECT k FROM moods WHERE k = 'low' AND l = 'low'", "low"),
            ("SELECT id FROM moods WHERE l = 'low'::mood AND k = 'low'::calm", "1"),
            ("SELECT id::text, 5::int FROM moods WHERE l IN ('low'::mood, 'high')", "1|5"),
            ("SELECT enum_range(NULL::calm), 'low'::calm::text", "{low,high}|low"),
            ("SELECT * FROM moods", "1|low|low|low|2.5"),
            ("SELECT m.id, (m).price, m.price + m.id FROM moods m", "1|2.5|3.5"),
            ("SELECT 'abc'::fine, o || 'x' FROM holders", "abc|null"),
            ("SELECT ('(a,1)'::plain).n", "1"),
            ("SELECT id, tags, c FROM holders", "1|null|null"),
            ("SELECT count(*), count(h.tags) FROM holders h WHERE h.id = 1", "1|0"),
            ("SELECT w, n FROM withdom WHERE w = 'x' OR n = 1 ORDER BY w", ""),
            ("SELECT upper(w), count(*) FROM withdom GROUP BY w", ""),
            ("SELECT row_to_json(t) FROM withdom t", ""));
    }

    [Fact]
    public async Task Run_OperatorClassOfTheUsers_IsNotReachedByRangesOrBySorting()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE TYPE pair AS (a int, b int);
            CREATE FUNCTION pair_lt(pair, pair) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN true; END $$;
            CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN 0; END $$;
            CREATE OPERATOR <# (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair);
            CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING btree AS OPERATOR 1 <#, FUNCTION 1 pair_cmp(pair, pair);
            CREATE TYPE pair_range AS RANGE (SUBTYPE = pair);
            CREATE FUNCTION text_cmp(text, text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN 0; END $$;
            CREATE OPERATOR CLASS other_ops FOR TYPE text USING btree AS
              OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 text_cmp(text, text);
            CREATE TYPE text_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = other_ops);
            CREATE TABLE pairs (id int, p pair);
            INSERT INTO pairs VALUES (1, '(1,2)'), (2, '(2,1)');
            """);

        await database.ExpectAsync(
            ("SELECT '[a,b]'::text_range", Refused),
            ("SELECT '[\"(1,2)\",\"(2,1)\"]'::pair_range", Refused),
            ("SELECT p FROM pairs ORDER BY p", Refused),
            ("SELECT p FROM pairs ORDER BY 1", Refused),
            ("SELECT DISTINCT p FROM pairs", Refused),
            ("SELECT p, count(*) FROM pairs GROUP BY p", Refused),
            ("SELECT p FROM pairs UNION SELECT p FROM pairs", Refused),
            ("SELECT a.id FROM pairs a JOIN pairs b USING (p)", Refused),
            ("SELECT a.id FROM pairs a NATURAL JOIN pairs b", Refused),
            ("SELECT rank() OVER (ORDER BY p) FROM pairs", Refused),
            ("SELECT id FROM pairs WHERE p = p", Refused),
            ("SELECT p FROM pairs WHERE id = 1 OR id > 2", "(1,2)"),
            ("SELECT id FROM pairs ORDER BY id DESC", "2;1"),
            ("SELECT numrange(1, 2), '[a,b]'::text", "[1,2)|[a,b]"));
    }

    [Fact]
    public async Task Run_CastBetweenBuiltInTypes_IsReachedByEveryStatementThatNamesItsTarget()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE TABLE seen (b boolean, n int);
            INSERT INTO seen VALUES (true, 1);
            CREATE FUNCTION bool_date(boolean) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('date'); RETURN now(); END $$;
            CREATE CAST (boolean AS date) WITH FUNCTION bool_date(boolean);
            """);

        await database.ExpectAsync(
            ("SELECT b::date FROM seen", Refused),
            ("SELECT (n = 1)::date FROM seen", Refused),
            ("SELECT date(b) FROM seen", Refused),
            ("SELECT n::text, b::int FROM seen", "1|1"));
    }

    [Fact]
    public async Task Run_CodeThatTheSiteHasListed_IsItsOwnWish()
    {
        const string Sql = """
            CREATE FUNCTION public.is_short(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) < 5';
            CREATE DOMAIN short AS text CHECK (is_short(VALUE));
            CREATE DOMAIN shorter AS text CHECK (public.is_short(VALUE));
            CREATE TABLE seen (x shorter);
            """;
        await using var closed = await GuardedDatabase.CreateAsync(postgres, Sql);
        await using var byType = await GuardedDatabase.CreateAsync(postgres, Sql, site: new SiteKnowledge { Types = ["short"] });
        await using var byFunction = await GuardedDatabase.CreateAsync(postgres, Sql, site: new SiteKnowledge { Functions = ["public.is_short"] });

        await closed.ExpectAsync(("SELECT 'x'::short", Refused), ("SELECT 'x'::shorter", Refused));
        await byType.ExpectAsync(("SELECT 'x'::short", "x"), ("SELECT 'x'::shorter", Refused));
        await byFunction.ExpectAsync(("SELECT 'x'::short", "x"), ("SELECT 'x'::shorter", "x"));
    }

    /// <summary>pg_trgm takes texts, whatever domain they come from.</summary>
    [Fact]
    public async Task Run_FunctionOfAnExtensionOverADomain_MakesNoneOfALiteral()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE EXTENSION pg_trgm;
            CREATE FUNCTION public.bad(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('check') IS NULL; END $$;
            CREATE TABLE seen (x text);
            INSERT INTO seen VALUES ('abc');
            CREATE DOMAIN code AS text;
            ALTER TABLE seen ALTER COLUMN x TYPE code;
            ALTER DOMAIN code ADD CONSTRAINT checked CHECK (bad(VALUE)) NOT VALID;
            """);

        await database.ExpectAsync(
            ("SELECT similarity(x, 'abc'), public.similarity(x, 'xyz') FROM seen", "1|0"),
            ("SELECT x FROM seen ORDER BY word_similarity('abc', x) DESC", "abc"),
            ("SELECT similarity(x, 'abc'::code) FROM seen", Refused));
    }

    /// <summary>What an extension brought passes: citext would forbid every comparison otherwise.</summary>
    [Fact]
    public async Task Run_TypesOfExtensions_AreNotForbidden()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            "CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE TABLE seen (c citext, h hstore); INSERT INTO seen VALUES ('Ab', 'a=>1')");

        await database.ExpectAsync(
            ("SELECT c FROM seen WHERE c = 'aB' ORDER BY c", "Ab"),
            ("SELECT 'X'::citext = 'x', c::text, h -> 'a', to_json(c) FROM seen", "True|Ab|1|\"Ab\""),
            ("SELECT DISTINCT c || 'x' FROM seen", "Abx"),
            ("SELECT s.hstore FROM seen s", "refused column-notation-call"),
            ("SELECT hstore(s) -> 'c' FROM seen s", "Ab"));
    }

    private Task<GuardedDatabase> OpenAsync() => GuardedDatabase.CreateAsync(postgres, Types);
}
