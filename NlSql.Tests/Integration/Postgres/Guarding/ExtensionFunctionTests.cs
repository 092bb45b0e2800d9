using NlSql.Core.Sql.Names;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>Listed functions of extensions work as they stand where the extension owns them, and nobody else's pass under their names.</summary>
public sealed class ExtensionFunctionTests(PostgresFixture postgres)
{
    private const string NotListed = "refused function-not-listed";
    private const string Elsewhere = "refused function-schema";

    private const string Extensions = """
        CREATE SCHEMA sales;
        CREATE SCHEMA apart;
        CREATE EXTENSION pg_trgm; CREATE EXTENSION fuzzystrmatch; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION citext;
        CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE EXTENSION tablefunc; CREATE EXTENSION "uuid-ossp";
        CREATE EXTENSION unaccent SCHEMA apart; CREATE EXTENSION intarray SCHEMA apart;
        CREATE TABLE places (id int, name text, tag citext, path ltree, pairs hstore, parts int[], lat float8, lon float8);
        INSERT INTO places VALUES (1, 'Hôtel', 'AbA', 'a.b.c', 'x=>1', '{3,1,3}', 48.1, 11.5);
        """;

    [Fact]
    public async Task Run_ListedFunctions_WorkAsTheyStand()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Extensions);

        await database.ExpectAsync(
            ("SELECT round(similarity('word', 'words')::numeric, 3), similarity(name, 'Hôtel') FROM places", "0.571|1"),
            ("SELECT public.word_similarity('word', 'two words'), pg_catalog.array_length(show_trgm('cat'), 1)", "0.8|4"),
            ("SELECT levenshtein('kitten', 'sitting'), soundex('Anne'), difference('Anne', 'Ann'), metaphone('Thompson', 4), dmetaphone('gumbo')",
                "3|A500|4|0MPS|KMP"),
            ("SELECT akeys(pairs), exist(pairs, 'x'), hstore('a', name) -> 'a', hstore_to_json(pairs) FROM places", "{x}|True|Hôtel|{\"x\": \"1\"}"),
            ("SELECT e.key, e.value FROM places p, each(p.pairs) e", "x|1"),
            ("SELECT nlevel(path), subpath(path, 1), lca(path, 'a.b.d'), index(path, 'b') FROM places", "3|b.c|a.b|1"),
            ("SELECT cube_dim(cube(ARRAY[1, 2])), cube_distance(cube(0), cube(3))", "2|3"),
            ("SELECT round(earth_distance(ll_to_earth(lat, lon), ll_to_earth(lat, lon + 1))::numeric / 1000) FROM places", "74"),
            ("SELECT apart.unaccent(name), unaccent(name), apart.sort(parts), uniq(sort(parts)), icount(parts) FROM places",
                "Hotel|Hotel|{1,3,3}|{1,3}|3"),
            ("SELECT uuid_nil(), uuid_generate_v5(uuid_ns_dns(), 'a') = uuid_generate_v5(uuid_ns_dns(), 'a')", "00000000-0000-0000-0000-000000000000|True"),
            ("SELECT count(*), count(DISTINCT uuid_generate_v4()) FROM normal_rand(3, 5, 1)", "3|3"),
            ("SELECT name FROM places WHERE similarity(name, 'hotel') >= 0 GROUP BY name ORDER BY max(similarity(name, 'x'))", "Hôtel"));
    }

    /// <summary>citext has functions of its own under names of pg_catalog's: which one is meant, PostgreSQL tells by the types.</summary>
    [Fact]
    public async Task Run_NamesThatExtensionAndSystemShare_MeanWhatTheyMeanInPostgres()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Extensions);

        await database.ExpectAsync(
            ("SELECT replace(tag, 'a', 'x'), replace(tag::text, 'a', 'x'), strpos(tag, 'B') FROM places", "xbx|AbA|2"),
            ("SELECT max(x) FROM (VALUES ('a'::citext), ('B')) v (x)", "B"),
            ("SELECT max(x) FROM (VALUES ('a'::text), ('B')) v (x)", "a"),
            ("SELECT regexp_replace(tag, 'ab', '') FROM places", "A"));
    }

    [Theory]
    [InlineData("SELECT hstore(p) FROM places p")]
    [InlineData("SELECT akeys(hstore(ROW(p.*))) FROM places p")]
    [InlineData("SELECT hstore(q) FROM (SELECT * FROM places) q")]
    public async Task Approved_PairsOfAWholeRow_ReachEveryColumn(string sql)
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Extensions);

        var places = new RelationName("public", "places");
        var scope = database.Scope with { Personal = new Dictionary<RelationName, IReadOnlySet<string>> { [places] = new HashSet<string> { "tag" } } };
        Assert.Equal(places, GuardVerdicts.Approved(sql, scope).PersonalSource);
    }

    [Fact]
    public async Task Run_FunctionsOfExtensionsThatDoMoreThanCompute_AreRefused()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Extensions + "CREATE EXTENSION dblink; CREATE EXTENSION pgcrypto;");

        await database.ExpectAsync(
            ("SELECT * FROM crosstab('SELECT 1, 2, 3') AS t (a int, b int)", NotListed),
            ("SELECT * FROM public.crosstab('SELECT 1, 2, 3') AS t (a int, b int)", Elsewhere),
            ("SELECT * FROM connectby('places', 'id', 'id', '1', 0) AS t (a int, b int, c int)", NotListed),
            ("SELECT set_limit(0.1)", NotListed),
            ("SELECT populate_record(p, 'id=>2') FROM places p", NotListed),
            ("SELECT unaccent('apart.unaccent', name) FROM places", NotListed),
            ("SELECT apart.unaccent('unaccent'::regdictionary, name) FROM places", NotListed),
            ("SELECT uuid_generate_v1()", NotListed),
            ("SELECT dblink_exec('host=x', 'DROP TABLE places')", NotListed),
            ("SELECT public.gen_salt('bf')", Elsewhere),
            ("SELECT p.hstore FROM places p", "refused column-notation-call"),
            ("SELECT similarity(repeat('x', 10000), repeat('y', 10000))", "refused function-too-large"));
    }

    [Fact]
    public async Task Run_FunctionsOfTheUsersUnderListedNames_NeverPass()
    {
        const string Own = """
            CREATE SCHEMA sales;
            CREATE TABLE one AS SELECT 1 AS a;
            CREATE FUNCTION public.soundex(text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('no extension') $$;
            CREATE EXTENSION pg_trgm;
            CREATE FUNCTION public.similarity(int, int) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('overload') $$;
            CREATE FUNCTION sales.show_trgm(text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('other schema') $$;
            CREATE EXTENSION hstore;
            CREATE FUNCTION public.akeys(int) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('member') $$;
            ALTER EXTENSION hstore ADD FUNCTION public.akeys(int);
            CREATE FUNCTION public.nlevel(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('member'); END $$;
            ALTER EXTENSION hstore ADD FUNCTION public.nlevel(text);
            CREATE AGGREGATE public.skeys(text) (SFUNC = soundexes, STYPE = text);
            ALTER EXTENSION hstore ADD AGGREGATE public.skeys(text);
            """;
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            Own.Replace(
                "CREATE AGGREGATE",
                "CREATE FUNCTION public.soundexes(text, text) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('step') $$;\nCREATE AGGREGATE",
                StringComparison.Ordinal));

        await database.ExpectAsync(
            ("SELECT soundex('x')", NotListed),
            ("SELECT public.soundex('x')", Elsewhere),
            ("SELECT similarity('a', 'b')", NotListed),
            ("SELECT similarity(1, 2)", NotListed),
            ("SELECT public.similarity(1, 2)", Elsewhere),
            ("SELECT show_trgm('a')", NotListed),
            ("SELECT sales.show_trgm('a')", Elsewhere),
            ("SELECT public.show_trgm('a')", "{\"  a\",\" a \"}"),
            ("SELECT akeys(1)", NotListed),
            ("SELECT nlevel('a')", NotListed),
            ("SELECT public.skeys('a')", Elsewhere),
            ("SELECT word_similarity('a', 'a')", "1"));
    }

    /// <summary>What an extension wrote in SQL is read along the search path when it runs.</summary>
    [Theory]
    [InlineData("CREATE FUNCTION sales.earth() RETURNS float8 LANGUAGE sql AS $$ SELECT vault.fire('earth')::float8 $$")]
    [InlineData("""
        CREATE FUNCTION sales.times(int, float8) RETURNS float8 LANGUAGE sql AS $$ SELECT vault.fire('times')::float8 $$;
        CREATE OPERATOR sales.* (FUNCTION = sales.times, LEFTARG = int, RIGHTARG = float8)
        """)]
    public async Task Run_FunctionOfAnExtensionWhoseWordsMeanSomethingElseHere_IsRefused(string own)
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            $"CREATE SCHEMA sales; CREATE TABLE one AS SELECT 1 AS a; CREATE EXTENSION cube; CREATE EXTENSION earthdistance; {own}",
            schemas: "sales,public");

        var outcome = await database.AskAsync("SELECT round(sec_to_gc(100.5))");

        // From its version 1.2 on PostgreSQL has resolved the names when the extension was created.
        Assert.Equal(await postgres.MajorVersionAsync() < 16 ? NotListed : "101", outcome);
        Assert.Equal("4", await database.AskAsync("SELECT round(cube_distance(cube(1), cube(5)))"));
    }

    [Fact]
    public async Task Run_RowFilledInFromPairs_DoesNotReachItsChecks()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE EXTENSION hstore;
            CREATE FUNCTION public.bad(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('check') IS NULL; END $$;
            CREATE DOMAIN d1 AS text CHECK (bad(VALUE));
            CREATE TYPE comp AS (w d1, n int);
            CREATE TABLE holders (id int, c comp, h hstore);
            INSERT INTO holders VALUES (1, NULL, 'w=>x');
            CREATE TABLE plain (id int, h hstore);
            INSERT INTO plain VALUES (1, 'id=>2');
            """);

        await database.ExpectAsync(
            ("SELECT c #= h FROM holders", "refused type-foreign"),
            ("SELECT h.c #= h.h FROM holders h", "refused type-foreign"),
            ("SELECT (h #= h.h) IS NULL FROM holders h", "refused type-foreign"),
            ("SELECT (p #= p.h) IS NULL FROM plain p", "False"));
    }

    /// <summary>Its functions, aggregates and unfinished operators stand beside PostgreSQL's own there, and are an extension's all the same.</summary>
    [Fact]
    public async Task Run_ExtensionInTheCatalogsSchema_LeavesPostgresOwnAsTheyWere()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE EXTENSION citext SCHEMA pg_catalog;
            CREATE EXTENSION pg_trgm SCHEMA pg_catalog;
            CREATE OPERATOR public.<=> (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR(public.>=<));
            ALTER EXTENSION pg_trgm ADD OPERATOR public.>=< (int, int);
            CREATE TABLE goods (id int, name text, tag citext);
            INSERT INTO goods VALUES (1, 'a', 'A'), (2, 'b', 'B');
            """);

        await database.ExpectAsync(
            ("SELECT max(id), min(name), max(tag) FROM goods", "2|a|B"),
            ("SELECT id FROM goods WHERE id <= 1 AND name < 'b'", "1"),
            ("SELECT similarity(name, 'a'), pg_catalog.similarity('b', name), name % 'a' FROM goods WHERE id = 1", "1|0|True"),
            ("SELECT 1 >=< 1", "error 42883"),
            ("SELECT 1 <=> 1", "refused operator-foreign"));

        await using var added = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE EXTENSION citext;
            CREATE FUNCTION public.larger(text, citext) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('larger'); END $$;
            CREATE AGGREGATE pg_catalog.max(citext) (SFUNC = public.larger, STYPE = text, INITCOND = '0');
            ALTER EXTENSION citext ADD AGGREGATE pg_catalog.max(citext);
            CREATE TABLE goods (id int, price numeric);
            """);

        await added.ExpectAsync(("SELECT max(id) FROM goods", "refused function-not-listed"), ("SELECT min(id) FROM goods", "null"));
    }
}
