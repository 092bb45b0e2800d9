using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Ways to a column that the site has barred, and what stays possible beside it.</summary>
public sealed class BarredColumnTests
{
    private static readonly GuardScope House = new()
    {
        AllowedSchemas = ["hr", "public"],
        SearchPath = ["public", "hr"],
        KnownRelations = new HashSet<RelationName> { new("hr", "staff"), new("public", "orders") },
        Barred = new Dictionary<RelationName, BarredRelation>
        {
            [new("hr", "staff")] = new(new HashSet<string> { "salary", "iban" }, ["id", "name", "team", "address"]),
        },
        HiddenRowTypes = new HashSet<RelationName> { new("hr", "staff"), new("hr", "secret") },
    };

    [Theory]
    [InlineData("SELECT salary FROM hr.staff")]
    [InlineData("SELECT s.salary FROM staff s")]
    [InlineData("SELECT staff.salary FROM staff")]
    [InlineData("SELECT hr.staff.salary FROM hr.staff")]
    [InlineData("SELECT * FROM staff")]
    [InlineData("TABLE staff")]
    [InlineData("SELECT s.* FROM staff s")]
    [InlineData("SELECT hr.staff.* FROM hr.staff")]
    [InlineData("SELECT o.*, s.* FROM orders o JOIN staff s ON s.id = o.id")]
    [InlineData("SELECT * FROM orders o JOIN staff s ON s.id = o.id")]
    [InlineData("SELECT * FROM orders, LATERAL (SELECT * FROM staff) x")]
    [InlineData("SELECT * FROM staff TABLESAMPLE BERNOULLI (10)")]
    [InlineData("SELECT s FROM staff s")]
    [InlineData("SELECT staff FROM staff")]
    [InlineData("SELECT hr.staff FROM hr.staff")]
    [InlineData("SELECT row_to_json(s) FROM staff s")]
    [InlineData("SELECT s.row_to_json FROM staff s")]
    [InlineData("SELECT to_jsonb(s) - 'salary' FROM staff s")]
    [InlineData("SELECT (s).salary FROM staff s")]
    [InlineData("SELECT (s).* FROM staff s")]
    [InlineData("SELECT (array_agg(s))[1] FROM staff s")]
    [InlineData("SELECT count(s) FROM staff s")]
    [InlineData("SELECT ROW(s.*) FROM staff s")]
    [InlineData("SELECT s::text FROM staff s")]
    [InlineData("SELECT (SELECT s) FROM staff s")]
    [InlineData("SELECT (SELECT s.salary) FROM staff s")]
    [InlineData("SELECT (SELECT s.* LIMIT 1) FROM staff s")]
    [InlineData("SELECT 1 FROM staff s WHERE EXISTS (SELECT 1 WHERE salary > 1000)")]
    [InlineData("SELECT id FROM staff ORDER BY salary")]
    [InlineData("SELECT id FROM staff WHERE salary > 1000")]
    [InlineData("SELECT count(*) FROM staff GROUP BY salary")]
    [InlineData("SELECT count(*) FILTER (WHERE salary > 1) FROM staff")]
    [InlineData("SELECT rank() OVER (ORDER BY salary) FROM staff")]
    [InlineData("SELECT id FROM staff s WHERE s = ROW(1, 'x', 'y', 'z', 1, 'i')")]
    [InlineData("SELECT 1 FROM staff NATURAL JOIN (VALUES (1000)) v(salary)")]
    [InlineData("SELECT 1 FROM (VALUES (1000)) v(salary) JOIN staff USING (salary)")]
    [InlineData("SELECT c FROM staff AS s(a, b, c, d, e, f)")]
    [InlineData("SELECT j.salary FROM (staff s JOIN orders o ON s.id = o.id) AS j")]
    [InlineData("SELECT j FROM (staff s JOIN orders o ON s.id = o.id) AS j")]
    [InlineData("WITH x AS (SELECT * FROM staff) SELECT salary FROM x")]
    [InlineData("WITH x AS (SELECT * FROM staff) SELECT x FROM x")]
    [InlineData("SELECT count(*) FROM (SELECT salary FROM staff) x")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT salary FROM staff)")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT s FROM staff s)")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT * FROM staff WHERE salary > 1000)")]
    [InlineData("WITH x(a, b, c, d, e, f) AS (TABLE staff) SELECT e FROM x")]
    [InlineData("WITH staff AS (SELECT * FROM hr.staff) SELECT * FROM staff")]
    [InlineData("SELECT id FROM orders UNION SELECT salary FROM staff")]
    [InlineData("SELECT s.ctid FROM staff s")]
    [InlineData("SELECT U&\"s\\0061lary\" FROM staff")]
    [InlineData("SELECT JSON_OBJECT('a': s) FROM staff s")]
    [InlineData("SELECT JSON_ARRAY(SELECT salary FROM staff)")]
    [InlineData("SELECT 1 WHERE 5 IN (SELECT salary FROM staff)")]
    [InlineData("SELECT 1 FROM generate_series(1, (SELECT max(salary)::int FROM staff)) g")]
    public void Check_WayToABarredColumn_IsRefused(string sql) => Assert.Equal("column-barred", GuardVerdicts.Refused(sql, House).Rule);

    [Theory]
    [InlineData("SELECT id, name FROM staff")]
    [InlineData("SELECT s.team, count(*) FROM hr.staff s GROUP BY s.team ORDER BY 2 DESC")]
    [InlineData("SELECT * FROM orders")]
    [InlineData("SELECT o.* FROM orders o JOIN staff s ON s.id = o.id")]
    [InlineData("SELECT * FROM (SELECT id, name FROM staff) x")]
    [InlineData("WITH x AS (SELECT id, name FROM staff) SELECT * FROM x JOIN orders USING (id)")]
    [InlineData("WITH staff AS (SELECT 1 AS salary) SELECT salary, staff.* FROM staff")]
    [InlineData("SELECT o.id FROM staff AS o, (SELECT o.salary FROM orders o) x")]
    [InlineData("SELECT salary FROM orders")]
    [InlineData("SELECT o.salary FROM orders o JOIN staff s USING (id)")]
    [InlineData("SELECT (s.address).city FROM staff s")]
    [InlineData("SELECT x.salary FROM (SELECT 1 AS salary) x JOIN staff s ON s.id = x.salary")]
    [InlineData("SELECT o.id FROM orders o WHERE EXISTS (SELECT * FROM staff s WHERE s.id = o.id)")]
    [InlineData("SELECT count(*) FROM (SELECT * FROM staff) x")]
    [InlineData("SELECT count(*) FROM (TABLE staff) x")]
    [InlineData("WITH x AS (SELECT * FROM staff) SELECT name, team FROM x ORDER BY name")]
    [InlineData("SELECT j.name FROM (staff s JOIN orders o ON s.id = o.id) AS j")]
    public void Check_OtherColumnsBesideIt_AreApproved(string sql) => GuardVerdicts.Approved(sql, House);

    [Theory]
    [InlineData("SELECT (NULL::hr.staff).*")]
    [InlineData("SELECT (NULL::staff).salary")]
    [InlineData("SELECT (NULL::secret).*")]
    [InlineData("SELECT (NULL::hr._secret)[1]")]
    [InlineData("SELECT (CAST(NULL AS hr.secret[]))[1]")]
    [InlineData("SELECT * FROM json_populate_record(NULL::hr.secret, '{}')")]
    public void Check_RowTypeOfAHiddenTable_IsRefused(string sql) => Assert.Equal("type-hidden", GuardVerdicts.Refused(sql, House).Rule);

    [Fact]
    public void Check_Star_NamesTheColumnsThatMayBeRead() =>
        Assert.Contains("id, name, team, address", GuardVerdicts.Refused("SELECT * FROM staff", House).Message, StringComparison.Ordinal);

    /// <summary>A literal beside a regtype is read as one: <c>SELECT pg_typeof(1) UNION SELECT '16384'</c> would give a type's name.</summary>
    [Theory]
    [InlineData("SELECT pg_typeof(1) UNION SELECT '16384'", "pg_catalog.pg_typeof(1)::pg_catalog.text")]
    [InlineData("SELECT pg_catalog.pg_typeof(1)::text", "pg_catalog.pg_typeof(1)::pg_catalog.text")]
    [InlineData("SELECT pg_typeof(pg_typeof(1))", "pg_catalog.pg_typeof(pg_catalog.pg_typeof(1)::pg_catalog.text)::pg_catalog.text")]
    public void Check_TypeOfAValue_IsTextFromTheStart(string sql, string expected)
    {
        var approved = GuardVerdicts.Approved(sql).Text;

        Assert.Contains(expected, approved, StringComparison.Ordinal);
        Assert.Equal(approved, GuardVerdicts.Approved(approved).Text);
    }
}
