using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>Functions, operators and types that a construct reaches without naming them, or by a name that another version has for them.</summary>
public sealed class ImpliedNameTests(PostgresFixture postgres)
{
    private const string Refused = "refused operator-foreign";

    private const string Hostile = """
        CREATE TABLE public.ones AS SELECT 1 AS id, date '2024-05-01' AS at;
        CREATE FUNCTION public.compared(int, text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('compared') IS NULL; END $$;
        CREATE OPERATOR public.< (FUNCTION = compared, LEFTARG = int, RIGHTARG = text);
        CREATE OPERATOR public.> (FUNCTION = compared, LEFTARG = int, RIGHTARG = text);
        CREATE OR REPLACE FUNCTION pg_catalog.date_part(text, date) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT
          AS $$ SELECT vault.fire('date_part')::float8 $$;
        CREATE FUNCTION public.gather(text, anyelement) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('gather'); END $$;
        CREATE FUNCTION public.gathered(text) RETURNS json LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE OR REPLACE AGGREGATE pg_catalog.json_agg(anyelement) (SFUNC = public.gather, STYPE = text, FINALFUNC = public.gathered);
        """;

    [Fact]
    public async Task Run_NotBetween_ReachesNoOperatorOfTheUsers()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Hostile);

        await database.ExpectAsync(
            ("SELECT id NOT BETWEEN 'x'::text AND 'y'::text FROM ones", Refused),
            ("SELECT id FROM ones WHERE id NOT BETWEEN SYMMETRIC 'x'::text AND 'y'::text", Refused),
            ("SELECT id BETWEEN 0 AND 2, id BETWEEN SYMMETRIC 2 AND 0 FROM ones", "True|True"));
    }

    [Fact]
    public async Task Run_AggregatesOfSqlJson_AreThoseOfPostgres()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Hostile);
        var isKnown = await postgres.MajorVersionAsync() >= 16;

        await database.ExpectAsync(
            ("SELECT JSON_ARRAYAGG(id NULL ON NULL) FROM ones", isKnown ? "refused function-not-listed" : "refused word-too-new"),
            ("SELECT JSON_ARRAY(SELECT id FROM ones)", isKnown ? "refused function-not-listed" : "refused word-too-new"),
            ("SELECT JSON_OBJECTAGG('a': id) FROM ones", isKnown ? "{ \"a\" : 1 }" : "refused word-too-new"));
    }

    [Fact]
    public async Task Run_ExtractBefore14_IsDatePart()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Hostile);
        var isDatePart = await postgres.MajorVersionAsync() < 14;

        await database.ExpectAsync(
            ("SELECT extract(year FROM at) FROM ones", isDatePart ? "refused function-not-listed" : "2024"),
            ("SELECT date_part('year', at) FROM ones", "refused function-not-listed"));
    }

    /// <summary>PostgreSQL 13 has no multiranges, so that somebody can make a type of that name.</summary>
    [Fact]
    public async Task Run_TypeThatSomebodyHasAddedToTheCatalog_IsRefused()
    {
        var isMissing = await postgres.MajorVersionAsync() < 14;
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            isMissing
                ? """
                  CREATE FUNCTION public.checked(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN vault.fire('type') IS NULL; END $$;
                  CREATE DOMAIN pg_catalog.int4multirange AS text CHECK (public.checked(VALUE));
                  CREATE TABLE public.ones AS SELECT 1 AS id;
                  """
                : "CREATE TABLE public.ones AS SELECT 1 AS id");

        await database.ExpectAsync(("SELECT '{[1,2]}'::int4multirange", isMissing ? "refused type-foreign" : "{[1,3)}"));
    }
}
