using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Names;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

public sealed class CatalogReaderTests(PostgresFixture postgres)
{
    private const string Grants = "GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader";

    [Fact]
    public async Task Read_Demo_HasEveryKindOfRelationOnce()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());

        Assert.Equal(27, catalog.Tables.Count);
        Assert.Equal(RelationKind.PartitionedTable, catalog.Table("marketing.web_events").Kind);
        Assert.Equal(RelationKind.MaterializedView, catalog.Table("sales.monthly_revenue").Kind);
        Assert.Equal(RelationKind.View, catalog.Table("operations.low_stock").Kind);
        Assert.Contains("quantity_on_hand < s.reorder_level", catalog.Table("operations.low_stock").ViewDefinition, StringComparison.Ordinal);
        Assert.DoesNotContain(catalog.Tables, table => table.Name.Name.StartsWith("web_events_2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_PartitionedTable_SumsItsPartitions()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());

        Assert.InRange(catalog.Table("marketing.web_events").RowEstimate!.Value, 160_000, 175_000);
        Assert.Contains(catalog.Table("marketing.web_events").Column("event_type").Statistics.Samples, sample => sample.Value == "add to cart");
        Assert.Single(catalog.ForeignKeys, key => key.From.Name == "web_events" && key.To.Name == "web_sessions");
    }

    [Fact]
    public async Task Read_Types_ResolveDomainsEnumsAndArrays()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());
        var orders = catalog.Table("sales.orders");
        var customers = catalog.Table("sales.customers");

        Assert.Equal((ColumnKind.Decimal, "sales.money_amount"), (orders.Column("total_amount").Kind, orders.Column("total_amount").Domain));
        Assert.Equal(["pending", "paid", "shipped", "delivered", "cancelled"], orders.Column("status").EnumLabels);
        Assert.Equal(ColumnKind.TimestampTz, orders.Column("ordered_at").Kind);
        Assert.Equal(ColumnKind.Array, customers.Column("interests").Kind);
        Assert.Contains(customers.Column("interests").Statistics.Samples, sample => sample.Value == "water sports");
        Assert.Equal(ColumnKind.Json, customers.Column("preferences").Kind);
        Assert.Equal("text[]", customers.Column("interests").DataType);
    }

    [Fact]
    public async Task Read_Keys_KeepColumnOrder()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());

        Assert.Equal(["order_id", "line_number"], catalog.Table("sales.order_items").PrimaryKey);
        Assert.Contains(catalog.Table("operations.products").UniqueKeys, key => key is ["sku"]);
        var composite = Assert.Single(catalog.ForeignKeys, key => key.From.Name == "returns" && key.To.Name == "order_items");
        Assert.Equal(["order_id", "line_number"], composite.FromColumns);
        Assert.Equal(["order_id", "line_number"], composite.ToColumns);
    }

    [Fact]
    public async Task Read_Statistics_GiveValuesRangesAndCounts()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());
        var orders = catalog.Table("sales.orders");

        Assert.Equal(66_293, orders.RowEstimate);
        Assert.StartsWith("2023-01-0", orders.Column("ordered_at").Statistics.Minimum, StringComparison.Ordinal);
        Assert.StartsWith("2026-06-", orders.Column("ordered_at").Statistics.Maximum, StringComparison.Ordinal);
        Assert.Equal(8, catalog.Table("sales.regions").Column("name").Statistics.Samples.Count);
        Assert.Equal(480, catalog.Table("operations.products").Column("name").Statistics.Samples.Count);
        Assert.True(orders.Column("shipped_at").Statistics.NullFraction > 0.15);
        Assert.Equal("Orders of all channels, one row each; cancelled orders are no revenue", orders.Comment);
    }

    [Fact]
    public async Task Read_PersonalColumns_HaveNoValuesAtAll()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());
        var contacts = catalog.Table("sales.customer_contacts");

        Assert.Equal(
            ["first_name", "last_name", "email", "phone", "street", "postal_code", "date_of_birth"],
            contacts.Columns.Where(column => column.IsPersonal).Select(column => column.Name));
        Assert.True(catalog.Table("sales.employees").Column("monthly_salary").IsPersonal);
        Assert.All(
            catalog.Tables.SelectMany(table => table.Columns).Where(column => column.IsPersonal),
            column => Assert.True(column.Statistics is { Samples.Count: 0, Minimum: null, Maximum: null }, column.Name));
    }

    [Fact]
    public async Task Read_OddNames_ComeVerbatim()
    {
        await using var database = await postgres.CreateAsync(
            $"""""
            CREATE SCHEMA "Ünï ""Code"; CREATE TABLE public."Order ""Lines""" ("Größe" text, "select" int, "a b" date, no_key text);
            INSERT INTO public."Order ""Lines"""
                SELECT CASE WHEN i % 2 = 0 THEN 'groß' ELSE 'klein' END, i, date '2024-01-01' + i, 'x' FROM generate_series(1, 50) i;
            {Grants};
            """"",
            TestContext.Current.CancellationToken);

        var table = Assert.Single((await Catalogs.ReadAsync(database)).Tables);

        Assert.Equal(new RelationName("public", "Order \"Lines\""), table.Name);
        Assert.Equal(["Größe", "select", "a b", "no_key"], table.Columns.Select(column => column.Name));
        Assert.Empty(table.PrimaryKey);
        Assert.Equal(["groß", "klein"], table.Column("Größe").Statistics.Samples.Select(sample => sample.Value));
        Assert.Equal("2024-01-02", table.Column("a b").Statistics.Minimum);
        Assert.Equal(50, table.RowEstimate);
    }

    [Fact]
    public async Task Read_ColumnGrants_ShowOnlyThoseColumns()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE TABLE staff (id int PRIMARY KEY, team text, pay int); CREATE TABLE hidden (id int PRIMARY KEY REFERENCES staff);
            GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT (id, team) ON staff TO nlsql_reader
            """,
            TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database);

        Assert.Equal(["id", "team"], Assert.Single(catalog.Tables).Columns.Select(column => column.Name));
        Assert.Empty(catalog.ForeignKeys);
    }

    [Fact]
    public async Task Read_ExcludeAndSchemas_LeaveTheRest()
    {
        var demo = await postgres.DemoAsync();

        var catalog = await Catalogs.ReadAsync(demo, ("DB_SCHEMAS", "sales, operations"), ("DB_EXCLUDE", "sales.customer_*,low_stock"));

        Assert.All(catalog.Tables, table => Assert.NotEqual("marketing", table.Name.Schema));
        Assert.DoesNotContain(catalog.Tables, table => table.Name.Name is "customer_contacts" or "low_stock");
        Assert.Contains(catalog.Tables, table => table.Name.Name == "customers");
    }

    [Fact]
    public async Task Read_SiteFile_OverridesPersonalBarsColumnsAndAddsKeys()
    {
        await using var database = await postgres.CreateAsync(
            $"""
            CREATE TABLE a (code text, email text, nick text, secret text); CREATE TABLE b (code text);
            INSERT INTO a SELECT 'c' || i % 3, 'e' || i % 3, 'n' || i % 3, 's' FROM generate_series(1, 30) i; ANALYZE;
            {Grants}
            """,
            TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database, new SiteKnowledge
        {
            PersonalColumns = [new ColumnPattern("a.nick")],
            NotPersonalColumns = [new ColumnPattern("public.a.email")],
            BarredColumns = [new ColumnPattern("secret")],
            ForeignKeys = [new SiteForeignKey("a", ["code"], "public.b", ["code"])],
        });

        Assert.Equal([("code", false), ("email", false), ("nick", true)], catalog.Table("a").Columns.Select(column => (column.Name, column.IsPersonal)));
        Assert.Equal(3, catalog.Table("a").Column("email").Statistics.Samples.Count);
        Assert.False(Assert.Single(catalog.ForeignKeys).IsDeclared);
    }

    [Fact]
    public async Task Read_NothingGranted_NamesRoleAndGrant()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE SCHEMA \"Sales\"; CREATE TABLE \"Sales\".t (a int)",
            TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<PipelineFailureException>(() => Catalogs.ReadAsync(database));

        Assert.Equal(FailureTypes.DatabaseNothingReadable, e.Failure.Type);
        Assert.Contains("nlsql_reader", e.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            "GRANT USAGE ON SCHEMA \"Sales\" TO \"nlsql_reader\"; GRANT SELECT ON ALL TABLES IN SCHEMA \"Sales\" TO \"nlsql_reader\";",
            e.Failure.Advice);
    }

    [Fact]
    public async Task Read_EmptyDatabase_SaysThatItHasNoTables()
    {
        await using var database = await postgres.CreateAsync((string?)null, TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<PipelineFailureException>(() => Catalogs.ReadAsync(database));

        Assert.Contains("has no tables", e.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER TABLE t ADD COLUMN b int")]
    [InlineData("COMMENT ON COLUMN t.a IS 'new'")]
    [InlineData("CREATE VIEW v AS SELECT 1 AS x")]
    [InlineData("REVOKE SELECT ON t FROM nlsql_reader")]
    [InlineData("ALTER TYPE mood ADD VALUE 'bad'")]
    [InlineData("ALTER TABLE t ADD PRIMARY KEY (a)")]
    [InlineData("CREATE OR REPLACE VIEW w AS SELECT 2 AS x")]
    [InlineData("CREATE FUNCTION late(t) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE OR REPLACE FUNCTION f(int) RETURNS int VOLATILE SECURITY DEFINER LANGUAGE sql AS 'SELECT 2'")]
    [InlineData("ALTER FUNCTION f(int) SECURITY DEFINER")]
    [InlineData("CREATE OPERATOR =+= (FUNCTION = f, RIGHTARG = int)")]
    [InlineData("CREATE CAST (mood AS int) WITH FUNCTION mood_int(mood)")]
    [InlineData("CREATE DOMAIN late_dom AS text CHECK (length(VALUE) > 2)")]
    [InlineData("ALTER DOMAIN dom ADD CHECK (f(VALUE) > 2)")]
    [InlineData("ALTER TYPE pair ADD ATTRIBUTE b dom")]
    [InlineData("CREATE EXTENSION citext")]
    public async Task Fingerprint_SchemaChanged_Differs(string change)
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TYPE mood AS ENUM ('good'); CREATE TABLE t (a int NOT NULL, m mood); CREATE VIEW w AS SELECT 1 AS x; CREATE DOMAIN dom AS int; "
            + "CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'; CREATE TYPE pair AS (a int); "
            + "CREATE FUNCTION mood_int(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'; " + Grants,
            TestContext.Current.CancellationToken);
        var before = await Catalogs.FingerprintAsync(database);

        await database.ExecuteAsync(change);

        Assert.NotEqual(before.Schema, (await Catalogs.FingerprintAsync(database)).Schema);
    }

    [Fact]
    public async Task Fingerprint_RowsAndStatisticsChanged_OnlyThatOfTheValuesDiffers()
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE t (a int); " + Grants, TestContext.Current.CancellationToken);
        var before = await Catalogs.FingerprintAsync(database);

        await database.ExecuteAsync("INSERT INTO t SELECT generate_series(1, 1000); CREATE TEMP TABLE other (x int)");
        await database.ExecuteAsync("ANALYZE t");
        var after = await Catalogs.FingerprintAsync(database);
        for (var looks = 0; after.Values == before.Values && looks < 100; looks++)
        {
            // Until 14 another process of the server collects these figures, and shows them a while later.
            await Task.Delay(100, TestContext.Current.CancellationToken);
            after = await Catalogs.FingerprintAsync(database);
        }

        Assert.Equal(before.Schema, after.Schema);
        Assert.NotEqual(before.Values, after.Values);
    }

    /// <summary>The planner's statistics keep about 200 values of a column; a list of 700 names behind a code has them all the same.</summary>
    [Fact]
    public async Task Read_ListBehindACode_HasAllItsValuesButNoPersonalOnes()
    {
        await using var database = await postgres.CreateAsync(
            "CREATE TABLE tariff (code text PRIMARY KEY, label text UNIQUE, email text); " +
            "INSERT INTO tariff SELECT 'T' || n, 'Tariff no ' || n, 'a' || n || '@b.example' FROM generate_series(1, 700) n; " +
            "CREATE TABLE many (name text); INSERT INTO many SELECT 'Name ' || (n % 900) FROM generate_series(1, 9000) n; " +
            "ANALYZE; " + Grants,
            TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database);

        var tariff = catalog.Table("tariff");
        Assert.Equal(700, tariff.Column("label").Statistics.Samples.Count);
        Assert.Contains(tariff.Column("label").Statistics.Samples, s => s.Value == "Tariff no 613");
        Assert.Equal(700, tariff.Column("label").Statistics.DistinctCount);
        Assert.Empty(tariff.Column("email").Statistics.Samples);
        Assert.InRange(catalog.Table("many").Column("name").Statistics.Samples.Count, 50, 250);
    }

    [Fact]
    public async Task Read_Twice_GivesTheSameHash()
    {
        var demo = await postgres.DemoAsync();

        Assert.Equal((await Catalogs.ReadAsync(demo)).Hash, (await Catalogs.ReadAsync(demo)).Hash);
    }
}
