using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Tests.Unit.Sql.Guarding;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class PersonalRowsTests
{
    private static readonly SchemaCatalog Catalog = new()
    {
        DatabaseId = "d",
        DatabaseName = "d",
        Hash = "h",
        Tables =
        [
            Table("customers", Column("id"), Column("country"), Column("email", isPersonal: true)),
            Table("orders", Column("id"), Column("customer_id"), Column("amount")),
        ],
    };

    private static readonly GuardScope Scope = new()
    {
        AllowedSchemas = ["public"],
        SearchPath = ["public"],
        KnownRelations = new HashSet<RelationName> { new("public", "customers"), new("public", "orders"), new("public", "vanished") },
    };

    [Theory]
    [InlineData("SELECT * FROM customers")]
    [InlineData("TABLE customers")]
    [InlineData("SELECT c.* FROM customers c")]
    [InlineData("SELECT c FROM customers c")]
    [InlineData("SELECT customers FROM customers")]
    [InlineData("SELECT (c).email FROM customers c")]
    [InlineData("SELECT lower(c.email) FROM customers c")]
    [InlineData("SELECT to_jsonb(c) FROM customers c")]
    [InlineData("SELECT c.row_to_json FROM customers c")]
    [InlineData("SELECT json_agg(customers) FROM customers")]
    [InlineData("SELECT x.c FROM customers AS x (a, b, c)")]
    [InlineData("SELECT x.f FROM (orders o JOIN customers c ON true) AS x (a, b, c, d, e, f)")]
    [InlineData("SELECT j FROM (customers JOIN orders USING (id)) AS j")]
    [InlineData("WITH c AS (SELECT email AS e FROM customers) SELECT e FROM c")]
    [InlineData("SELECT amount, (SELECT max(email) FROM customers) FROM orders")]
    [InlineData("SELECT amount FROM orders UNION ALL TABLE customers")]
    [InlineData("SELECT id FROM customers ORDER BY email")]
    [InlineData("SELECT j FROM customers a JOIN customers b USING (email) AS j")]
    [InlineData("SELECT row_to_json(j) FROM customers a JOIN customers b USING (email) AS j")]
    [InlineData("SELECT count(*) FROM customers a NATURAL JOIN customers b")]
    [InlineData("SELECT o.amount FROM orders o NATURAL JOIN customers c")]
    [InlineData("SELECT count(*) FROM customers a JOIN customers b USING (email)")]
    [InlineData("SELECT country, count(*) FROM customers GROUP BY country, email")]
    [InlineData("SELECT count(*) FROM customers GROUP BY ROLLUP (email)")]
    [InlineData("SELECT country FROM customers GROUP BY country HAVING max(email) > 'm'")]
    [InlineData("SELECT count(*) FILTER (WHERE email LIKE 'a%') FROM customers")]
    [InlineData("SELECT string_agg(country, ',' ORDER BY email) FROM customers")]
    [InlineData("SELECT row_number() OVER (PARTITION BY email) FROM customers")]
    [InlineData("SELECT row_number() OVER w FROM customers WINDOW w AS (ORDER BY email)")]
    [InlineData("SELECT DISTINCT ON (email) id FROM customers")]
    [InlineData("SELECT amount FROM orders WHERE EXISTS (SELECT FROM customers WHERE email LIKE 'a%')")]
    [InlineData("SELECT amount FROM orders o JOIN customers c ON c.id = o.customer_id AND c.email > 'm'")]
    [InlineData("SELECT CASE WHEN email > 'm' THEN 1 END FROM customers")]
    [InlineData("SELECT ARRAY(SELECT email FROM customers)")]
    [InlineData("SELECT ROW(c.*) FROM customers c")]
    [InlineData("SELECT ROW(customers.*) FROM customers")]
    [InlineData("SELECT (SELECT c) IS NULL FROM customers c")]
    [InlineData("SELECT ((SELECT c)).email FROM customers c")]
    [InlineData("SELECT ((ARRAY[c])[1]).email FROM customers c")]
    [InlineData("SELECT row_to_json(c) ->> 'email' FROM customers c")]
    [InlineData("SELECT to_jsonb(customers) - 'id' FROM customers")]
    [InlineData("SELECT jsonb_build_object('x', c) FROM customers c")]
    [InlineData("SELECT json_build_array(VARIADIC ARRAY[c]) FROM customers c")]
    [InlineData("SELECT e.value FROM customers c, jsonb_each_text(to_jsonb(c)) e")]
    [InlineData("SELECT e.value FROM customers c CROSS JOIN LATERAL jsonb_each_text(to_jsonb(c)) AS e (key, value)")]
    [InlineData("SELECT c::text FROM customers c")]
    [InlineData("SELECT public.customers FROM public.customers")]
    [InlineData("SELECT array_agg(c) FROM customers c")]
    [InlineData("SELECT c.to_jsonb FROM customers c")]
    [InlineData("SELECT c.array_agg FROM customers c")]
    [InlineData("SELECT max(c.quote_literal) FROM customers c")]
    [InlineData("SELECT c.count FROM customers c GROUP BY c.id")]
    [InlineData("SELECT format('%s', c) FROM customers c")]
    [InlineData("SELECT concat(c, '') FROM customers c")]
    [InlineData("SELECT s.to_json FROM (SELECT id, email FROM customers) s")]
    [InlineData("SELECT s FROM (SELECT * FROM customers) AS s (a, b, c)")]
    [InlineData("SELECT s.c FROM (SELECT * FROM customers) AS s (a, b, c)")]
    [InlineData("SELECT s.c FROM (TABLE customers) AS s (a, b, c)")]
    [InlineData("WITH w (a, b, c) AS (TABLE customers) SELECT c FROM w")]
    [InlineData("WITH w AS (SELECT c FROM customers c) SELECT (w.c).country FROM w")]
    [InlineData("WITH RECURSIVE w AS (SELECT 1 AS n, '' AS m UNION ALL SELECT n + 1, (SELECT max(email) FROM customers) FROM w WHERE n < 3) SELECT m FROM w")]
    [InlineData("SELECT id FROM customers TABLESAMPLE BERNOULLI (50) WHERE email > 'm'")]
    [InlineData("SELECT t.customers FROM (SELECT customers FROM customers) t")]
    [InlineData("SELECT x FROM (SELECT 1) o (one), LATERAL (SELECT email AS x FROM customers) l")]
    [InlineData("SELECT amount FROM orders INTERSECT SELECT email FROM customers")]
    [InlineData("SELECT id FROM customers WHERE (id, email) IN (SELECT id, country FROM customers)")]
    [InlineData("SELECT id FROM customers c WHERE c = (SELECT d FROM customers d LIMIT 1)")]
    [InlineData("SELECT id FROM customers LIMIT (SELECT length(max(email)) FROM customers)")]
    public void Source_PersonalColumnsAreInReach_NamesTheTable(string sql) =>
        Assert.Equal(new RelationName("public", "customers"), PersonalRows.Source(GuardVerdicts.Approved(sql, Scope), Catalog));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT * FROM orders")]
    [InlineData("SELECT country, count(*) FROM customers GROUP BY country")]
    [InlineData("SELECT count(*) FROM orders a NATURAL JOIN orders b")]
    [InlineData("SELECT c.country, sum(o.amount) AS revenue FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1 ORDER BY revenue DESC")]
    public void Source_PersonalColumnsAreOutOfReach_IsNull(string sql) =>
        Assert.Null(PersonalRows.Source(GuardVerdicts.Approved(sql, Scope), Catalog));

    [Fact]
    public void Source_RelationThatTheCatalogLacks_CountsAsPersonal() =>
        Assert.Equal("vanished", PersonalRows.Source(GuardVerdicts.Approved("SELECT id FROM vanished", Scope), Catalog)?.Name);

    private static TableInfo Table(string name, params ColumnInfo[] columns) => new() { Name = new("public", name), Columns = columns };

    private static ColumnInfo Column(string name, bool isPersonal = false) => new() { Name = name, DataType = "text", IsPersonal = isPersonal };
}
