using NlSql.Core.Foundation.Site;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Guarding;

/// <summary>What changes between verdict and run is noticed at the run.</summary>
public sealed class ChangedDefinitionTests(PostgresFixture postgres)
{
    private const string Before = """
        CREATE TABLE customers (id int, name text);
        INSERT INTO customers VALUES (1, 'Ann');
        CREATE TABLE others (id int);
        CREATE FUNCTION public.fx_rate(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION public.plus(boolean, boolean) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('operator') $$;
        CREATE DOMAIN code AS text;
        CREATE TYPE pair AS (a int, b int);
        CREATE FUNCTION public.pair_lt(pair, pair) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN vault.fire('class') IS NULL; END $$;
        CREATE FUNCTION public.pair_cmp(pair, pair) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('class'); RETURN 0; END $$;
        CREATE OPERATOR <# (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair);
        CREATE FUNCTION public.pair_int(pair) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM vault.fire('cast'); RETURN 1; END $$;
        CREATE TABLE pairs AS SELECT '(1,2)'::pair AS p;
        CREATE TABLE apart (id int, name text);
        CREATE VIEW inner_view AS SELECT id, ''::text AS word FROM customers;
        CREATE VIEW outer_view AS SELECT id, word FROM inner_view;
        CREATE TABLE holders AS SELECT ROW(1)::others AS one, ARRAY[ROW(1)::others] AS several;
        CREATE DOMAIN lot AS others[];
        CREATE DOMAIN single AS others;
        CREATE TABLE nested AS SELECT ARRAY[ROW(1)::others]::lot AS lots, ARRAY[ROW(1)::single] AS singles;
        CREATE SCHEMA decoy;
        CREATE FUNCTION decoy.fx_rate(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM vault.fire('decoy'); RETURN 1; END $$;
        """;

    [Theory]
    [InlineData("SELECT c.name FROM customers c", "CREATE FUNCTION public.late(customers) RETURNS text LANGUAGE sql AS $$ SELECT vault.fire('row') $$")]
    [InlineData("SELECT true AND false", "CREATE OPERATOR + (FUNCTION = plus, LEFTARG = boolean, RIGHTARG = boolean)")]
    [InlineData("SELECT 'x'::code", "ALTER DOMAIN code ADD CHECK (vault.fire(VALUE) IS NULL) NOT VALID")]
    [InlineData("SELECT public.fx_rate(1)", "CREATE OR REPLACE FUNCTION public.fx_rate(int) RETURNS int VOLATILE SECURITY DEFINER LANGUAGE sql AS 'SELECT 2'")]
    [InlineData("SELECT p FROM pairs WHERE p IS NOT NULL", "CREATE CAST (pair AS int) WITH FUNCTION pair_int(pair) AS IMPLICIT")]
    [InlineData(
        "SELECT p FROM pairs ORDER BY p",
        "CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING btree AS OPERATOR 1 <#, FUNCTION 1 pair_cmp(pair, pair)")]
    [InlineData("SELECT p FROM pairs", "ALTER TYPE pair ADD ATTRIBUTE c code")]
    [InlineData("SELECT name FROM customers", "CREATE TYPE mood AS ENUM ('low')")]
    [InlineData("SELECT p FROM pairs", "ALTER FUNCTION public.pair_cmp(pair, pair) VOLATILE")]
    [InlineData("SELECT name FROM customers", "DROP FUNCTION public.pair_int(pair)")]
    [InlineData("SELECT c.name FROM customers c", "ALTER TABLE customers DROP COLUMN name")]
    [InlineData("SELECT c.name FROM customers c", "ALTER TABLE customers RENAME COLUMN name TO title")]
    [InlineData("SELECT id FROM customers", "CREATE EXTENSION citext")]
    [InlineData("SELECT id FROM customers", "ALTER TABLE apart INHERIT customers")]
    [InlineData("SELECT id FROM outer_view", "ALTER TABLE apart INHERIT customers")]
    [InlineData("SELECT id FROM inner_view", "CREATE OR REPLACE VIEW inner_view AS SELECT id, name AS word FROM customers")]
    [InlineData("SELECT word FROM outer_view", "CREATE OR REPLACE VIEW inner_view AS SELECT id, name AS word FROM customers")]
    [InlineData("SELECT one FROM holders", "ALTER TABLE others ADD COLUMN c pair")]
    [InlineData("SELECT several FROM holders", "ALTER TABLE others ADD COLUMN c pair")]
    [InlineData("SELECT lots FROM nested", "ALTER TABLE others ADD COLUMN c pair")]
    [InlineData("SELECT singles FROM nested", "ALTER TABLE others ADD COLUMN c pair")]
    [InlineData("SELECT NULL::others", "ALTER TABLE others ADD COLUMN c pair")]
    [InlineData("SELECT ROW(1, 2)::pair", "ALTER TYPE pair RENAME TO former")]
    [InlineData("SELECT public.fx_rate(1)", "ALTER SCHEMA public RENAME TO former; ALTER SCHEMA decoy RENAME TO public")]
    [InlineData("SELECT id FROM customers", "ALTER EXTENSION plpgsql ADD FUNCTION public.pair_int(pair)")]
    [InlineData("SELECT id FROM customers", "ALTER LANGUAGE plpgsql RENAME TO former")]
    public async Task Run_AfterADefinitionHasChanged_IsNotRun(string sql, string change)
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Before, site: new SiteKnowledge { Functions = ["public.fx_rate"] });
        var approved = GuardVerdicts.Approved(sql, database.Scope);
        Assert.Equal("1 rows", await database.RunAsync(approved));

        await database.Database.ExecuteAsync(change);

        Assert.Equal("error schema-changed", await database.RunAsync(approved));
    }

    /// <summary>The planner runs functions that never change their answer; the check and the EXPLAIN behind it go to the server together.</summary>
    [Fact]
    public async Task Estimate_AfterADefinitionHasChanged_IsNotPlanned()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Before, site: new SiteKnowledge { Functions = ["public.fx_rate"] });
        var approved = GuardVerdicts.Approved("SELECT public.fx_rate(1)", database.Scope);
        Assert.Equal("planned", await database.PlanAsync(approved));

        await database.Database.ExecuteAsync(
            """
            CREATE OR REPLACE FUNCTION public.fx_rate(int) RETURNS int IMMUTABLE LANGUAGE plpgsql
            AS $$ BEGIN PERFORM vault.fire('planner'); RETURN 1; END $$
            """);

        Assert.Equal("error schema-changed", await database.PlanAsync(approved));
        Assert.Equal("error schema-changed", await database.RunAsync(approved));
    }

    [Fact]
    public async Task Run_AfterDataStatisticsOrOtherTablesHaveChanged_IsRun()
    {
        await using var database = await GuardedDatabase.CreateAsync(postgres, Before);
        var approved = GuardVerdicts.Approved("SELECT c.name FROM customers c", database.Scope);

        await database.Database.ExecuteAsync(
            """
            UPDATE customers SET name = 'Bob'; ANALYZE; ALTER TABLE others ADD COLUMN x int; CREATE TABLE more (y int); CREATE TEMP TABLE t (z int);
            CREATE VIEW elsewhere AS SELECT id FROM others
            """);

        Assert.Equal("1 rows", await database.RunAsync(approved));
    }
}
