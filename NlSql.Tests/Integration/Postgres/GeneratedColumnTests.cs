using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>What is generated from a hidden column is hidden, and of a composite column what its fields' names tell.</summary>
public sealed class GeneratedColumnTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TYPE place AS (town text, zip text);
        CREATE TYPE way AS (at place, email text);
        CREATE DOMAIN somewhere AS place;
        CREATE TABLE customers (
          id int, email text, secret text, country text,
          at text GENERATED ALWAYS AS (split_part(email, '@', 1)) STORED,
          land text GENERATED ALWAYS AS (upper(country)) STORED,
          has_mail boolean GENERATED ALWAYS AS (email IS NOT NULL) STORED,
          copy text GENERATED ALWAYS AS (secret || '') STORED,
          known boolean GENERATED ALWAYS AS (secret IS NOT NULL) STORED);
        INSERT INTO customers (id, email, secret, country)
        SELECT i, 'canary ' || i % 3 || '@x', 'canary ' || i % 4, 'land ' || i % 3 FROM generate_series(1, 60) i;
        CREATE TABLE regulars () INHERITS (customers);
        CREATE TABLE events (id int, word text, tag text GENERATED ALWAYS AS (word || '!') STORED) PARTITION BY LIST (id);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
        INSERT INTO events SELECT 1, 'canary ' || i % 3 FROM generate_series(1, 60) i;
        CREATE TABLE sites (id int, p place, w way, s somewhere, ps place[], name text);
        CREATE TABLE clients (id int, p place);
        COMMENT ON COLUMN way.at IS 'where to';
        CREATE VIEW shown AS SELECT (p).town AS town, (w).email AS contact, at, land FROM sites, customers;
        ANALYZE; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader;
        """;

    [Fact]
    public async Task Read_ColumnGeneratedFromAHiddenOne_IsHidden()
    {
        var catalog = await ReadAsync(new SiteKnowledge
        {
            PersonalColumns = [new ColumnPattern("events_1.word")],
            BarredColumns = [new ColumnPattern("customers.secret")],
        });

        Assert.All(
            ["customers.at", "regulars.at", "events.word", "events.tag", "shown.at", "shown.contact"], name => Assert.True(IsPersonal(catalog, name), name));
        Assert.All(
            ["customers.land", "customers.has_mail", "regulars.land", "shown.land", "shown.town"], name => Assert.False(IsPersonal(catalog, name), name));
        Assert.All(["customers", "regulars"], table => Assert.DoesNotContain(
            catalog.Table(table).Columns, column => column.Name is "secret" or "copy" or "known"));
        Assert.NotEmpty(catalog.Table("customers").Column("land").Statistics.Samples);
        Assert.DoesNotContain(catalog.Tables.SelectMany(table => table.Columns).SelectMany(c => c.Statistics.Samples), sample =>
            sample.Value.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Read_ColumnBarredInAPartition_IsUnknownInTheWhole()
    {
        var catalog = await ReadAsync(new SiteKnowledge { BarredColumns = [new ColumnPattern("events_1.word")] });

        Assert.Equal(["id"], catalog.Table("events").Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Read_ColumnGeneratedFromAPersonalOne_IsNotWhereTheSiteSaysSo() => Assert.False(IsPersonal(
        await ReadAsync(new SiteKnowledge { NotPersonalColumns = [new ColumnPattern("customers.at")] }), "customers.at"));

    /// <summary>A virtual column is computed when it is read.</summary>
    [Fact]
    public async Task Read_VirtualColumn_IsJudgedAsAStoredOne()
    {
        await using var database = await postgres.CreateAsync("SELECT 1", TestContext.Current.CancellationToken);
        var version = (await Catalogs.ReadAsync(await WithTableAsync(database, "CREATE TABLE t (id int)"))).ServerVersion;
        Assert.SkipWhen(version < 180_000, "Virtual columns are PostgreSQL 18's.");
        var choices = string.Join(' ', Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"WHEN n = {i} THEN n + {i}")));
        await WithTableAsync(
            database,
            $"""
            CREATE TABLE people (
              email text, n int, x text GENERATED ALWAYS AS (email || '') VIRTUAL, y int GENERATED ALWAYS AS (1 + 1) VIRTUAL,
              z int GENERATED ALWAYS AS (CASE {choices} END) VIRTUAL)
            """);

        var catalog = await Catalogs.ReadAsync(database);

        Assert.True(IsPersonal(catalog, "people.x"));
        Assert.False(IsPersonal(catalog, "people.y"));
        var scope = await GuardedDatabase.ScopeAsync(database);
        Assert.IsType<GuardApproval>(GuardVerdicts.Check("SELECT z, count(*) FROM people GROUP BY z", scope));
        Assert.IsType<GuardRefusal>(GuardVerdicts.Check($"SELECT greatest({string.Join(", ", Enumerable.Repeat("z", 1_000))}) FROM people", scope));
    }

    [Fact]
    public async Task Read_CompositeColumn_IsPersonalByItsFields()
    {
        var catalog = await ReadAsync(SiteKnowledge.Nothing);

        Assert.False(IsPersonal(catalog, "sites.p"));
        Assert.False(IsPersonal(catalog, "sites.ps"));
        Assert.False(IsPersonal(catalog, "sites.s"));
        Assert.True(IsPersonal(catalog, "sites.w"));
        Assert.Equal(["at\0town"], Open(catalog, "sites", "w"));
        Assert.True(IsPersonal(catalog, "clients.p"));
        Assert.Equal(["town"], Open(catalog, "clients", "p"));
    }

    [Fact]
    public async Task Read_FieldsThatTheSiteNames_AreJudgedByIt()
    {
        var catalog = await ReadAsync(new SiteKnowledge
        {
            PersonalColumns = [new ColumnPattern("sites.town")],
            NotPersonalColumns = [new ColumnPattern("clients.zip"), new ColumnPattern("sites.email")],
            BarredColumns = [new ColumnPattern("place.zip")],
        });

        Assert.DoesNotContain(catalog.Table("sites").Columns, column => column.Name is "p" or "w" or "s" or "ps");
        Assert.DoesNotContain(catalog.Table("clients").Columns, column => column.Name is "p");

        var open = await ReadAsync(new SiteKnowledge
        {
            PersonalColumns = [new ColumnPattern("sites.town")],
            NotPersonalColumns = [new ColumnPattern("clients.zip"), new ColumnPattern("sites.email")],
        });
        Assert.False(IsPersonal(open, "clients.p"));
        Assert.All(["sites.p", "sites.s", "sites.ps", "sites.w"], name => Assert.True(IsPersonal(open, name), name));
        Assert.Equal(["zip"], Open(open, "sites", "s"));
        Assert.Equal(["email"], Open(open, "sites", "w"));
    }

    private static IEnumerable<string> Open(SchemaCatalog catalog, string table, string column) =>
        catalog.Table(table).Column(column).OpenFields!.Order(StringComparer.Ordinal);

    private static bool IsPersonal(SchemaCatalog catalog, string name) =>
        name.Split('.') is [var table, var column] && catalog.Table(table).Column(column).IsPersonal;

    private static async Task<TestDatabase> WithTableAsync(TestDatabase database, string sql)
    {
        await database.ExecuteAsync($"{sql}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader");
        return database;
    }

    private async Task<SchemaCatalog> ReadAsync(SiteKnowledge site)
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        return await Catalogs.ReadAsync(database, site, ("DB_SCHEMAS", "public"));
    }
}
