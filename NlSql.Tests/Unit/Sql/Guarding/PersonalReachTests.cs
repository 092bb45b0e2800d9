using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Ways by which a value of a personal column can reach a result, or decide about it.</summary>
public sealed class PersonalReachTests
{
    private static readonly RelationName Customers = new("public", "customers");
    private static readonly RelationName Orders = new("public", "orders");
    private static readonly RelationName Vanished = new("public", "vanished");

    private static readonly GuardScope Scope = new()
    {
        AllowedSchemas = ["public"],
        SearchPath = ["public"],
        KnownRelations = new HashSet<RelationName> { Customers, Orders, Vanished },
        Columns = new Dictionary<RelationName, IReadOnlyList<string>>
        {
            [Customers] = ["id", "country", "email"],
            [Orders] = ["id", "customer_id", "amount"],
        },
        Personal = new Dictionary<RelationName, IReadOnlySet<string>>
        {
            [Customers] = new HashSet<string> { "email" },
            [Orders] = new HashSet<string>(),
        },
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
    [InlineData("SELECT x.b FROM customers AS x (a, b, c)")]
    [InlineData("SELECT x.f FROM (orders o JOIN customers c ON true) AS x (a, b, c, d, e, f)")]
    [InlineData("SELECT j FROM (customers JOIN orders USING (id)) AS j")]
    [InlineData("WITH c AS (SELECT email AS e FROM customers) SELECT e FROM c")]
    [InlineData("SELECT amount, (SELECT max(email) FROM customers) FROM orders")]
    [InlineData("SELECT amount FROM orders UNION ALL TABLE customers")]
    [InlineData("SELECT id FROM customers ORDER BY email")]
    [InlineData("SELECT j FROM customers a JOIN customers b USING (email) AS j")]
    [InlineData("SELECT row_to_json(j) FROM customers a JOIN customers b USING (email) AS j")]
    [InlineData("SELECT count(*) FROM customers a NATURAL JOIN customers b")]
    [InlineData("SELECT o.amount FROM (SELECT id, 'x' AS email FROM orders) o NATURAL JOIN customers c")]
    [InlineData("SELECT count(email) FROM customers")]
    [InlineData("SELECT x.id FROM (SELECT id, email::int FROM customers) x")]
    [InlineData("SELECT country FROM (SELECT DISTINCT * FROM customers) s")]
    [InlineData("SELECT country FROM (TABLE customers UNION SELECT 1, 'a', 'b') s")]
    [InlineData("SELECT country FROM (TABLE customers EXCEPT ALL SELECT 1, 'a', 'b') s")]
    [InlineData("SELECT a, country FROM (SELECT country, email AS a FROM customers) s")]
    [InlineData("SELECT country, email AS a FROM customers ORDER BY 2")]
    [InlineData("SELECT country FROM (SELECT country, email FROM customers ORDER BY 2 LIMIT 1) s")]
    [InlineData("SELECT country FROM (SELECT country, email AS m FROM customers ORDER BY m LIMIT 1) s")]
    [InlineData("SELECT (SELECT 1 FROM (SELECT 1 AS email) z, orders b JOIN orders d ON email = 'x') FROM customers")]
    [InlineData("SELECT (SELECT x.email FROM (SELECT email) x) FROM customers")]
    [InlineData("WITH RECURSIVE a AS (SELECT m FROM b), b AS (SELECT email AS m FROM customers) SELECT m FROM a")]
    [InlineData("WITH RECURSIVE w AS (SELECT '' AS a, '' AS b UNION ALL SELECT c.email, w.a FROM w, customers c) SELECT b FROM w")]
    [InlineData("WITH RECURSIVE w AS (SELECT '' AS a, '' AS b UNION ALL SELECT c.email, w.a FROM w, customers c) SELECT 1 FROM w WHERE b > 'm'")]
    [InlineData("WITH RECURSIVE w AS (SELECT id, email FROM customers UNION ALL SELECT id, email FROM w) SEARCH DEPTH FIRST BY email SET s SELECT s FROM w")]
    [InlineData("SELECT j.j FROM (customers CROSS JOIN orders) AS j")]
    [InlineData("SELECT v.x FROM customers c, LATERAL (VALUES (c.email)) AS v (x)")]
    [InlineData("SELECT v.column1 FROM customers c, LATERAL (VALUES (1), (c.email)) AS v")]
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
    [InlineData("SELECT q.d FROM (SELECT * FROM orders JOIN (SELECT id, email FROM customers) s USING (id)) AS q (a, b, c, d)")]
    [InlineData("SELECT q.d FROM (SELECT * FROM orders NATURAL JOIN (SELECT id, email FROM customers) s) AS q (a, b, c, d)")]
    [InlineData("SELECT q.f FROM customers s, LATERAL (SELECT *, s.email FROM orders o JOIN orders p USING (id)) AS q (a, b, c, d, e, f)")]
    [InlineData("SELECT q.f FROM (SELECT j.*, s.email FROM (orders o JOIN orders p USING (id)) AS j, customers s) AS q (a, b, c, d, e, f)")]
    [InlineData("SELECT d FROM orders o, customers c, LATERAL (VALUES (o.*, c.email)) AS v (a, b, c, d)")]
    [InlineData("SELECT n FROM (SELECT email AS e, count(*) AS n FROM customers GROUP BY ROLLUP (e)) s")]
    [InlineData("SELECT n FROM (SELECT email, count(*) AS n FROM customers GROUP BY GROUPING SETS ((1), ())) s")]
    [InlineData("SELECT n FROM (SELECT email, country, count(*) AS n FROM customers GROUP BY (1, 2)) s")]
    [InlineData("SELECT amount FROM orders WHERE EXISTS (SELECT email FROM customers EXCEPT SELECT 'x')")]
    [InlineData("SELECT amount FROM orders WHERE EXISTS (SELECT * FROM customers LIMIT (SELECT length(max(email)) FROM customers))")]
    [InlineData("SELECT amount FROM orders WHERE EXISTS (SELECT * FROM customers NATURAL JOIN (VALUES ('x')) v (email))")]
    [InlineData("SELECT amount FROM orders WHERE EXISTS (SELECT count(*) FROM customers HAVING max(email) > 'm')")]
    [InlineData("SELECT c.id FROM customers c WHERE EXISTS (SELECT 1 FROM (VALUES (c.email)) v (m) WHERE m > 'm')")]
    [InlineData("SELECT s.email FROM (TABLE customers UNION ALL TABLE customers) s")]
    [InlineData("SELECT s.country FROM (SELECT id, country, email FROM customers UNION ALL SELECT id, email, country FROM customers) s")]
    public void PersonalSource_ColumnIsInReach_IsItsTable(string sql) =>
        Assert.Equal(Customers, GuardVerdicts.Approved(sql, Scope).PersonalSource);

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT s.country FROM (SELECT * FROM customers) s")]
    [InlineData("WITH w AS (SELECT c.*, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id) SELECT country, sum(amount) FROM w GROUP BY country")]
    [InlineData("WITH w AS (TABLE customers) SELECT count(*) FROM w")]
    [InlineData("SELECT s.email FROM (SELECT country AS email FROM customers) s ORDER BY email")]
    [InlineData("SELECT country AS email FROM customers ORDER BY email")]
    [InlineData("SELECT o.amount, (SELECT max(amount) AS email FROM orders) FROM orders o JOIN customers c ON c.id = o.customer_id")]
    [InlineData("SELECT country FROM customers c WHERE EXISTS (SELECT 1 FROM (VALUES (1, 'x')) AS v (id, email) WHERE v.id = c.id AND email = 'x')")]
    [InlineData("SELECT j.country FROM (customers JOIN orders ON customer_id = customers.id) AS j")]
    [InlineData("SELECT a FROM (SELECT country, email FROM customers) AS s (a, b)")]
    [InlineData("SELECT country FROM customers UNION ALL SELECT 'x'")]
    [InlineData("SELECT 1 FROM customers c NATURAL JOIN orders o")]
    [InlineData("WITH RECURSIVE w AS (SELECT id, country FROM customers UNION ALL SELECT w.id + 1, c.country FROM w JOIN customers c USING (id)) TABLE w")]
    [InlineData("SELECT * FROM orders")]
    [InlineData("SELECT q.a FROM (SELECT * FROM orders o JOIN orders p USING (id)) AS q (a) JOIN customers c ON c.id = q.a")]
    [InlineData("SELECT q.country FROM (SELECT * FROM customers JOIN orders USING (id)) AS q")]
    [InlineData("SELECT a FROM orders o, customers c, LATERAL (VALUES (o.*)) AS v (a, b, c) WHERE c.country = 'x'")]
    [InlineData("SELECT n FROM (SELECT country AS e, count(*) AS n FROM customers GROUP BY GROUPING SETS ((1), (e), ())) s")]
    [InlineData("SELECT country, count(*) FROM customers GROUP BY country")]
    [InlineData("SELECT count(*) FROM orders a NATURAL JOIN orders b")]
    [InlineData("SELECT c.country, sum(o.amount) AS revenue FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1 ORDER BY revenue DESC")]
    [InlineData("SELECT amount FROM orders o WHERE EXISTS (SELECT * FROM customers c WHERE c.id = o.customer_id)")]
    [InlineData("SELECT EXISTS (SELECT email FROM customers), NOT EXISTS (TABLE customers)")]
    [InlineData("SELECT EXISTS (SELECT c FROM customers c)")]
    [InlineData("SELECT country FROM (SELECT * FROM customers UNION ALL SELECT * FROM customers) s")]
    [InlineData("WITH w AS (TABLE customers UNION ALL TABLE customers) SELECT country, count(*) FROM w GROUP BY country")]
    [InlineData("SELECT s.b FROM (SELECT * FROM customers) AS s (a, b, c)")]
    [InlineData("SELECT count(*) FROM (SELECT id, email FROM customers) s")]
    public void PersonalSource_ColumnIsOutOfReach_IsNull(string sql) =>
        Assert.Null(GuardVerdicts.Approved(sql, Scope).PersonalSource);

    /// <summary>Used by name or unnamed, whether or not the result can tell anything of it; what a star only hands on is not.</summary>
    [Theory]
    [InlineData("SELECT id FROM customers WHERE email = 'x'", true)]
    [InlineData("SELECT id FROM orders WHERE EXISTS (SELECT email FROM customers)", true)]
    [InlineData("SELECT count(*) FROM (SELECT id, email FROM customers) s", true)]
    [InlineData("SELECT * FROM customers", true)]
    [InlineData("SELECT o.id FROM orders o JOIN (SELECT c FROM customers c) s ON true", true)]
    [InlineData("SELECT s.country FROM (SELECT * FROM customers) s", false)]
    [InlineData("SELECT id FROM vanished", true)]
    [InlineData("SELECT id FROM customers WHERE country = 'x'", false)]
    [InlineData("SELECT country AS email FROM customers ORDER BY email", false)]
    [InlineData("SELECT * FROM orders", false)]
    public void TouchesPersonal_ColumnIsUsed_SaysSo(string sql, bool touches) =>
        Assert.Equal(touches, GuardVerdicts.Approved(sql, Scope).TouchesPersonal);

    [Fact]
    public void PersonalSource_RelationOfWhichNothingIsKnown_CountsAsPersonal()
    {
        Assert.Equal(Vanished, GuardVerdicts.Approved("SELECT id FROM vanished", Scope).PersonalSource);
        Assert.Equal("customers", GuardVerdicts.Approved("SELECT id FROM customers").PersonalSource?.Name);
        Assert.Null(GuardVerdicts.Approved("SELECT 1").PersonalSource);
    }
}
