using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres;

/// <summary>Of a view that shows personal or barred columns under another name the catalog knows no value, and so no model, index or embedding does.</summary>
public sealed class ViewColumnTests(PostgresFixture postgres)
{
    private const string Canary = "canary";

    private const string Tables = """
        CREATE EXTENSION hstore;
        CREATE SCHEMA vault;
        CREATE TABLE customers (id int, country text, email text, secret text);
        INSERT INTO customers SELECT i, 'land ' || i % 3, 'canary ' || i % 3, 'canary ' || i % 4 FROM generate_series(1, 60) i;
        CREATE TABLE vault.people (id int, email text);
        INSERT INTO vault.people SELECT id, email FROM customers;
        CREATE TABLE goods (id int, name text);
        CREATE FUNCTION all_customers() RETURNS SETOF customers LANGUAGE sql STABLE AS $$ SELECT * FROM public.customers $$;
        CREATE FUNCTION some_customers() RETURNS TABLE (n int, email text) LANGUAGE sql STABLE AS $$ SELECT id, email FROM public.customers $$;
        INSERT INTO goods SELECT i, 'goods ' || i % 3 FROM generate_series(1, 60) i;
        """;

    private const string Grants = "ANALYZE; GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader";

    [Theory]
    [InlineData("SELECT id, country, email AS x FROM customers")]
    [InlineData("SELECT c.id, c.country, upper(c.email) AS x FROM customers c JOIN goods g USING (id)")]
    [InlineData("SELECT id, country, secret AS x FROM customers")]
    [InlineData("SELECT id, country, c::text AS x FROM customers c")]
    [InlineData("SELECT id, country, to_jsonb(c) ->> 'email' AS x FROM customers c")]
    [InlineData("SELECT id, country, row_to_json(c) ->> 'secret' AS x FROM customers c")]
    [InlineData("SELECT id, country, hstore(c) -> 'email' AS x FROM customers c")]
    [InlineData("SELECT id, country, (c).email AS x FROM customers c")]
    [InlineData("SELECT id, country, (SELECT max(p.email) || d.id % 3 FROM vault.people p) AS x FROM customers d")]
    [InlineData("SELECT 1 AS id, 'land' AS country, 'x' AS x UNION ALL SELECT id, country, email FROM customers")]
    [InlineData("VALUES (1, 'land', (SELECT max(email) FROM customers))")]
    [InlineData("SELECT g.id, 'land ' || g.id % 3 AS country, c.m AS x FROM goods g JOIN customers c (i, l, m, s) ON c.i = g.id")]
    [InlineData("SELECT s.i AS id, s.y AS x FROM (SELECT id AS i, email AS y FROM customers) s")]
    [InlineData("WITH w AS (SELECT id AS i, email AS y FROM customers) SELECT i AS id, y AS x FROM w")]
    [InlineData("SELECT j.id, j.email AS x FROM (customers JOIN goods USING (id)) j")]
    [InlineData("SELECT a.id, email AS x FROM customers a JOIN customers b USING (id, email)")]
    [InlineData("SELECT id, e.value AS x FROM customers c, jsonb_each_text(to_jsonb(c)) e")]
    [InlineData("SELECT id, country, email AS x FROM all_customers()")]
    [InlineData("SELECT f.id, f.country, f.secret AS x FROM all_customers() f")]
    [InlineData("SELECT q.n AS id, q.email AS x FROM some_customers() q")]
    [InlineData("SELECT 1 AS id, s.most_common_vals::text AS x FROM pg_stats s WHERE s.tablename = 'customers'")]
    [InlineData("SELECT CASE WHEN true THEN 'x' END AS country, string_agg(email, ' ') AS x FROM customers GROUP BY id % 3")]
    public async Task Read_ViewOfHiddenColumns_KnowsNoValueOfThem(string definition)
    {
        var columns = definition.StartsWith("VALUES", StringComparison.Ordinal) ? " (id, country, x)" : "";
        await using var database = await postgres.CreateAsync(
            $"{Tables} CREATE VIEW shown{columns} AS {definition}; CREATE MATERIALIZED VIEW kept AS SELECT x AS y FROM shown; {Grants}",
            TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database, new SiteKnowledge { BarredColumns = [new ColumnPattern("customers.secret")] });

        Assert.True(catalog.Table("shown").Column("x").IsPersonal);
        Assert.True(catalog.Table("kept").Column("y").IsPersonal);
        Assert.All(catalog.Tables.SelectMany(table => table.Columns), column => Assert.DoesNotContain(Canary, Known(column), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT c.country AS x, count(c.email) AS n FROM customers c WHERE c.email > 'a' GROUP BY c.country")]
    [InlineData("SELECT g.name AS x, c.id AS n FROM goods g JOIN customers c ON c.id = g.id")]
    [InlineData("SELECT g.name AS x, count(*) AS n FROM goods g JOIN (SELECT id FROM customers) s USING (id) GROUP BY g.name")]
    [InlineData("SELECT country AS x, id AS n FROM customers UNION ALL SELECT name, id FROM goods")]
    [InlineData("SELECT f.country AS x, f.id AS n FROM all_customers() f")]
    [InlineData("VALUES ('a', 1), ('a', 2)")]
    public async Task Read_ViewOfOtherColumns_KeepsItsValues(string definition)
    {
        var columns = definition.StartsWith("VALUES", StringComparison.Ordinal) ? " (x, n)" : "";
        await using var database = await postgres.CreateAsync(
            $"{Tables} CREATE MATERIALIZED VIEW kept{columns} AS {definition}; {Grants}", TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database);

        Assert.DoesNotContain(catalog.Table("kept").Columns, column => column.IsPersonal);
        Assert.NotEmpty(catalog.Table("kept").Column("x").Statistics.Samples);
    }

    [Fact]
    public async Task Read_ViewColumnThatTheSiteCallsNotPersonal_KeepsItsValues()
    {
        await using var database = await postgres.CreateAsync(
            $"{Tables} CREATE MATERIALIZED VIEW kept AS SELECT left(email, 3) AS x FROM customers; {Grants}", TestContext.Current.CancellationToken);

        var catalog = await Catalogs.ReadAsync(database, new SiteKnowledge { NotPersonalColumns = [new ColumnPattern("kept.x")] });

        Assert.Equal("can", Assert.Single(catalog.Table("kept").Column("x").Statistics.Samples).Value);
    }

    private static string Known(ColumnInfo column) => string.Join(
        '|',
        column.Statistics.Samples.Select(sample => sample.Value).Append(column.Statistics.Minimum).Append(column.Statistics.Maximum)
            .Concat(column.Statistics.Written));
}
