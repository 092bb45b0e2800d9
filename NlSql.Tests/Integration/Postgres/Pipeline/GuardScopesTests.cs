using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>What the guard is told of a database's own code.</summary>
public sealed class GuardScopesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task ReadAsync_FunctionOfOneArgument_CannotBeCalledAsAField()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE FUNCTION peek(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT $1';
            CREATE FUNCTION twice(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 * $2';
            """,
            TestContext.Current.CancellationToken);
        var catalog = new SchemaCatalog { DatabaseId = "d", DatabaseName = "d", Hash = "h" };

        var scope = await GuardScopes.ReadAsync(
            database.Reader,
            catalog,
            new DatabaseOptions(),
            SiteKnowledge.Nothing,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);

        Assert.Contains("peek", scope.OneArgumentFunctions);
        Assert.DoesNotContain("twice", scope.OneArgumentFunctions);
        Assert.Equal("column-notation-call", GuardVerdicts.Refused("SELECT ('x'::text).peek", scope).Rule);
    }

    [Fact]
    public async Task ReadAsync_FunctionsOfTheSite_OnlyThoseThatComputeMayBeCalled()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE FUNCTION net(numeric) RETURNS numeric IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 1.2';
            CREATE FUNCTION owner_only(text) RETURNS text STABLE LANGUAGE sql SECURITY DEFINER AS 'SELECT $1';
            CREATE FUNCTION roll(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
            """,
            TestContext.Current.CancellationToken);
        var site = new SiteKnowledge { Functions = ["public.net", "public.owner_only", "public.roll", "public.nowhere"] };

        var scope = await GuardScopes.ReadAsync(
            database.Reader,
            Empty,
            new DatabaseOptions(),
            site,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);

        Assert.Equal(["public.net"], scope.SiteFunctions);
        GuardVerdicts.Approved("SELECT public.net(12)", scope);
        Assert.Equal("function-schema", GuardVerdicts.Refused("SELECT public.owner_only('x')", scope).Rule);
        Assert.Equal("function-schema", GuardVerdicts.Refused("SELECT public.roll(1)", scope).Rule);
    }

    [Fact]
    public async Task ReadAsync_BarredColumns_AreBarredInTablesThatInheritThem()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE SCHEMA hr;
            CREATE TABLE hr.staff (id int, name text, salary numeric);
            CREATE TABLE hr.staff_old (left_on date) INHERITS (hr.staff);
            CREATE TABLE hr.secret (code text);
            """,
            TestContext.Current.CancellationToken);
        var catalog = Empty with { Tables = [Table("hr", "staff"), Table("hr", "staff_old")] };
        var site = new SiteKnowledge { BarredColumns = [new ColumnPattern("hr.staff.salary")] };

        var scope = await GuardScopes.ReadAsync(
            database.Reader,
            catalog,
            new DatabaseOptions(),
            site,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);

        Assert.Equal(["id", "name"], scope.Barred[new("hr", "staff")].Open);
        Assert.Equal(["id", "name", "left_on"], scope.Barred[new("hr", "staff_old")].Open);
        Assert.Equal("column-barred", GuardVerdicts.Refused("SELECT salary FROM hr.staff_old", scope).Rule);
        Assert.Equal("type-hidden", GuardVerdicts.Refused("SELECT (NULL::hr.secret).*", scope).Rule);
        GuardVerdicts.Approved("SELECT id, left_on FROM hr.staff_old", scope);
    }

    [Fact]
    public async Task ReadAsync_ColumnBarredInAChild_IsBarredInTheParentThatReadsItsRows()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE SCHEMA hr;
            CREATE TABLE hr.staff (id int, salary numeric);
            CREATE TABLE hr.boss (bonus numeric) INHERITS (hr.staff);
            CREATE TABLE hr.intern (school text) INHERITS (hr.staff);
            CREATE TABLE hr.pay (id int, amount numeric) PARTITION BY LIST (id);
            CREATE TABLE hr.pay_1 PARTITION OF hr.pay FOR VALUES IN (1);
            """,
            TestContext.Current.CancellationToken);
        var catalog = Empty with { Tables = [Table("hr", "staff"), Table("hr", "boss"), Table("hr", "intern"), Table("hr", "pay")] };
        var site = new SiteKnowledge { BarredColumns = [new ColumnPattern("boss.salary"), new ColumnPattern("pay_1.amount")] };

        var scope = await GuardScopes.ReadAsync(
            database.Reader,
            catalog,
            new DatabaseOptions(),
            site,
            NullLogger.Instance,
            TestContext.Current.CancellationToken);

        Assert.Equal("column-barred", GuardVerdicts.Refused("SELECT salary FROM hr.staff", scope).Rule);
        Assert.Equal("column-barred", GuardVerdicts.Refused("SELECT salary FROM hr.boss", scope).Rule);
        Assert.Equal("column-barred", GuardVerdicts.Refused("SELECT amount FROM hr.pay", scope).Rule);
        GuardVerdicts.Approved("SELECT salary FROM hr.intern", scope);
        GuardVerdicts.Approved("SELECT id, bonus FROM hr.boss", scope);
    }

    private static SchemaCatalog Empty => new() { DatabaseId = "d", DatabaseName = "d", Hash = "h" };

    private static TableInfo Table(string schema, string name) => new() { Name = new(schema, name) };
}
