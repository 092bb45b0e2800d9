using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>Code of the user's behind types of pg_catalog, where they were added and where columns of theirs are in every table.</summary>
public sealed class CatalogTypeTests(PostgresFixture postgres)
{
    private const string Refused = "refused type-foreign";

    /// <summary>Somebody who rules pg_catalog can put a type there, with code of his own behind it.</summary>
    [Fact]
    public async Task Run_TypesAddedToTheCatalog_AreWatchedAsAllOthers()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE FUNCTION public.apart(float8, float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE
              AS $$ BEGIN PERFORM vault.fire('apart'); RETURN 1; END $$;
            CREATE TYPE pg_catalog.span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = public.apart);
            CREATE TYPE pg_catalog.feeling AS ENUM ('a', 'b');
            CREATE FUNCTION public.feeling_int(feeling) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('int'); RETURN 1; END $$;
            CREATE CAST (feeling AS int) WITH FUNCTION feeling_int(feeling) AS IMPLICIT;
            CREATE TYPE public.felt AS (g feeling, n int);
            CREATE TABLE seen (id int, s span, l feeling, w felt);
            INSERT INTO seen VALUES (1, '[1,2)', 'a', '(a,5)');
            """);

        await database.ExpectAsync(
            ("SELECT DISTINCT s FROM seen", Refused),
            ("SELECT id FROM seen WHERE s && s", Refused),
            ("SELECT l + 1 FROM seen", Refused),
            ("SELECT q.z + 1 FROM (SELECT l AS z FROM seen) q", Refused),
            ("SELECT q.g + 1 FROM (SELECT (w).* FROM seen) q", Refused),
            ("SELECT id + 1, s, l, (w).n FROM seen WHERE id = 1", "2|[1,2)|a|5"));
    }

    /// <summary>Transactions cannot be sorted, until somebody says how; every table has columns of theirs.</summary>
    [Fact]
    public async Task Run_OperatorClassForColumnsThatEveryTableHas_IsNotReached()
    {
        await using var database = await GuardedDatabase.CreateAsync(
            postgres,
            """
            CREATE FUNCTION xid_lt(xid, xid) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN true; END $$;
            CREATE FUNCTION xid_cmp(xid, xid) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN 0; END $$;
            CREATE OPERATOR <# (FUNCTION = xid_lt, LEFTARG = xid, RIGHTARG = xid);
            CREATE OPERATOR CLASS xid_order DEFAULT FOR TYPE xid USING btree AS OPERATOR 1 <#, FUNCTION 1 xid_cmp(xid, xid);
            CREATE TYPE mark AS (x xid, n int);
            CREATE DOMAIN marks AS mark[];
            CREATE TABLE seen (id int, m mark, ms marks);
            INSERT INTO seen VALUES (1, '(7,1)', '{"(7,1)"}'), (2, '(8,2)', '{"(8,2)"}');
            """);

        await database.ExpectAsync(
            ("SELECT id FROM seen ORDER BY xmin", Refused),
            ("SELECT id FROM seen ORDER BY seen.xmax", Refused),
            ("SELECT max(rank) FROM (SELECT rank() OVER (ORDER BY xmin) FROM seen) q", Refused),
            ("SELECT id FROM seen ORDER BY m", Refused),
            ("SELECT id FROM seen ORDER BY (m).x", Refused),
            ("SELECT DISTINCT ms FROM seen", Refused),
            ("SELECT count(*) FROM seen a JOIN seen b ON a.m = b.m", Refused),
            ("SELECT GREATEST((ms)[1], m) FROM seen", Refused),
            ("SELECT id, m, (ms)[1] FROM seen WHERE id > 1", "2|(8,2)|(8,2)"));
    }
}
