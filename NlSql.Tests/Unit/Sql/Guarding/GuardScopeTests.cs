using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Guarding.Code;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Sql.Guarding;

public sealed class GuardScopeTests
{
    private static readonly GuardScope Shop = new()
    {
        AllowedSchemas = ["sales", "public"],
        SearchPath = ["public", "sales"],
        KnownRelations = new HashSet<RelationName>
        {
            new("public", "customers"), new("sales", "invoices"), new("sales", "customers"), new("hr", "salaries"), new("public", "Order Lines"),
        },
        ForeignOperators = new HashSet<string> { "===" },
        Types = new TypeBook
        {
            Known = new HashSet<RelationName> { new("public", "evil"), new("sales", "worse"), new("sales", "grade"), new("hr", "grade") },
            Code = new Dictionary<RelationName, CodeOfType>
            {
                [new("public", "evil")] = new() { Making = "the function public.f" },
                [new("sales", "worse")] = new() { Making = "the function public.f" },
            },
        },
        Columns = new Dictionary<RelationName, IReadOnlyList<string>>
        {
            [new("public", "customers")] = ["id", "full_name"],
            [new("sales", "invoices")] = ["id"],
        },
        OneArgumentFunctions = new HashSet<string> { "full_name", "dblink_exec" },
        SiteFunctions = new HashSet<string> { "sales.net_price" },
    };

    [Fact]
    public void Check_UnqualifiedName_IsResolvedAlongTheSearchPath()
    {
        var approved = GuardVerdicts.Approved("SELECT * FROM customers c JOIN invoices i ON true JOIN customers d ON true", Shop);
        Assert.Equal([new RelationName("public", "customers"), new RelationName("sales", "invoices")], approved.Relations);
    }

    [Theory]
    [InlineData("SELECT * FROM invoices", "SELECT *\nFROM sales.invoices")]
    [InlineData("SELECT invoices.id FROM invoices", "SELECT invoices.id\nFROM sales.invoices")]
    [InlineData("WITH invoices AS (TABLE invoices) TABLE invoices", "WITH invoices AS (SELECT * FROM sales.invoices)\nSELECT *\nFROM invoices")]
    public void Check_UnqualifiedName_IsPrintedWithTheSchemaItWasJudgedUnder(string sql, string printed) =>
        Assert.Equal(printed, GuardVerdicts.Approved(sql, Shop).Text);

    [Theory]
    [InlineData("SELECT JSON_VALUE(a, '$.b') FROM customers", 16)]
    [InlineData("SELECT * FROM JSON_TABLE('[]', '$' COLUMNS (a int)) t", 16)]
    [InlineData("SELECT JSON_OBJECT('a': 1)", 15)]
    [InlineData("SELECT JSON_OBJECTAGG('a': 1)", 15)]
    [InlineData("SELECT JSON_ARRAY(SELECT 1)", 15)]
    [InlineData("SELECT '{}' IS JSON", 15)]
    [InlineData("SELECT now() AT LOCAL", 16)]
    [InlineData("SELECT * FROM (SELECT 1)", 15)]
    [InlineData("SELECT count(*) FROM customers GROUP BY DISTINCT a", 13)]
    public void Check_WordOfALaterVersion_IsRefusedWithTheVersion(string sql, int last)
    {
        var refusal = GuardVerdicts.Refused(sql, Shop with { ServerVersion = last });
        Assert.Equal("word-too-new", refusal.Rule);
        Assert.Contains($"PostgreSQL {last + 1} on", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"is a PostgreSQL {last}", refusal.Message, StringComparison.Ordinal);
        GuardVerdicts.Approved(sql, Shop with { ServerVersion = last + 1 });
    }

    [Fact]
    public void Check_TextThatIsTooLongOnlyWhenPrinted_SaysSo() =>
        Assert.Equal("too-long", GuardVerdicts.Refused($"SELECT 1 WHERE {string.Join(" AND ", Enumerable.Repeat("true", 100_000))}").Rule);

    [Fact]
    public void Check_CommonTable_IsNoRelation() =>
        Assert.Empty(GuardVerdicts.Approved("WITH salaries AS (SELECT 1) SELECT * FROM salaries", Shop).Relations);

    [Theory]
    [InlineData("SELECT * FROM hr.salaries", "relation-schema")]
    [InlineData("SELECT * FROM salaries", "relation-unknown")]
    [InlineData("SELECT * FROM public.invoices", "relation-unknown")]
    [InlineData("WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a", "relation-unknown")]
    [InlineData("SELECT * FROM \"order lines\"", "relation-unknown")]
    [InlineData("SELECT 1 === 2", "operator-foreign")]
    [InlineData("SELECT 1 === ANY (ARRAY[2])", "operator-foreign")]
    [InlineData("SELECT 'x'::evil", "type-foreign")]
    [InlineData("SELECT 'x'::sales.worse", "type-foreign")]
    [InlineData("SELECT 'x'::hr.grade", "type-schema")]
    [InlineData("SELECT 'x'::nowhere", "type-schema")]
    [InlineData("SELECT i.full_name FROM invoices i", "column-notation-call")]
    [InlineData("SELECT invoices.full_name FROM invoices", "column-notation-call")]
    [InlineData("SELECT (i).full_name FROM invoices i", "column-notation-call")]
    [InlineData("SELECT sales.invoices.full_name FROM sales.invoices", "column-notation-call")]
    [InlineData("SELECT q.full_name FROM (SELECT * FROM invoices) q", "column-notation-call")]
    [InlineData("SELECT q.full_name FROM (SELECT id AS x FROM customers) q", "column-notation-call")]
    [InlineData("SELECT q.full_name FROM (VALUES (1)) q", "column-notation-call")]
    [InlineData("SELECT q.full_name FROM customers AS q (id, b)", "column-notation-call")]
    [InlineData("WITH q AS (SELECT id FROM customers) SELECT q.full_name FROM q", "column-notation-call")]
    [InlineData("WITH q (a, b) AS (SELECT * FROM customers) SELECT q.full_name FROM q", "column-notation-call")]
    [InlineData("SELECT j.full_name FROM (invoices a JOIN invoices b USING (id)) AS j", "column-notation-call")]
    [InlineData("SELECT j.full_name FROM invoices a JOIN invoices b USING (id) AS j", "column-notation-call")]
    [InlineData("SELECT c.full_name FROM customers c WHERE EXISTS (SELECT c.full_name FROM invoices c)", "column-notation-call")]
    [InlineData("SELECT id FROM invoices i ORDER BY i.full_name", "column-notation-call")]
    [InlineData("SELECT c.dblink_exec FROM customers c", "column-notation-call")]
    [InlineData("SELECT ('DROP TABLE x').dblink_exec", "column-notation-call")]
    [InlineData("SELECT c.dblink_exec FROM concat('DROP TABLE x') c", "column-notation-call")]
    [InlineData("SELECT net_price(1)", "function-not-listed")]
    public void Check_OutsideTheScope_IsRefused(string sql, string rule) => Assert.Equal(rule, GuardVerdicts.Refused(sql, Shop).Rule);

    [Theory]
    [InlineData("SELECT * FROM \"Order Lines\"")]
    [InlineData("SELECT sales.net_price(1) FROM sales.customers")]
    [InlineData("SELECT full_name FROM customers")]
    [InlineData("SELECT c.full_name, (c).full_name, customers.full_name FROM customers c, customers")]
    [InlineData("SELECT public.customers.full_name FROM public.customers")]
    [InlineData("SELECT q.full_name FROM (SELECT * FROM customers) q")]
    [InlineData("SELECT q.full_name FROM (SELECT c.*, 1 FROM customers c) q")]
    [InlineData("SELECT q.full_name FROM (SELECT id AS full_name FROM customers) q")]
    [InlineData("SELECT q.full_name FROM (SELECT id FROM customers UNION SELECT id FROM invoices) q (full_name)")]
    [InlineData("WITH q AS (SELECT full_name FROM customers) SELECT q.full_name FROM q")]
    [InlineData("WITH RECURSIVE q AS (SELECT 1 AS full_name UNION ALL SELECT q.full_name + 1 FROM q) SELECT q.full_name FROM q")]
    [InlineData("SELECT j.full_name FROM (customers a JOIN invoices b USING (id)) AS j")]
    [InlineData("SELECT g.full_name FROM generate_series(1, 2) AS g (full_name)")]
    [InlineData("SELECT 'x'::sales.grade, 'x'::grade")]
    public void Check_InsideTheScope_IsApproved(string sql) => GuardVerdicts.Approved(sql, Shop);

    [Theory]
    [InlineData("SELECT a = b FROM t")]
    [InlineData("SELECT a IN (1, 2) FROM t")]
    [InlineData("SELECT a IN (SELECT 1) FROM t")]
    [InlineData("SELECT a NOT IN (SELECT 1) FROM t")]
    [InlineData("SELECT CASE a WHEN 1 THEN 2 END FROM t")]
    [InlineData("SELECT NULLIF(a, b) FROM t")]
    [InlineData("SELECT a IS DISTINCT FROM b FROM t")]
    [InlineData("SELECT * FROM t JOIN u USING (a)")]
    [InlineData("SELECT * FROM t NATURAL JOIN u")]
    [InlineData("SELECT (a, b) = (1, 2) FROM t")]
    public void Check_ForeignEquals_IsSeenWhereverItIsMeant(string sql)
    {
        var scope = new GuardScope { ForeignOperators = new HashSet<string> { "=" } };
        Assert.Equal("operator-foreign", GuardVerdicts.Refused(sql, scope).Rule);
    }

    [Fact]
    public void Check_OperatorBeforeOneValueOfTheUsers_ForbidsNoneBetweenTwo()
    {
        var scope = new GuardScope { ForeignPrefixOperators = new HashSet<string> { "+" } };

        GuardVerdicts.Approved("SELECT a + b FROM t", scope);
        Assert.Equal("operator-foreign", GuardVerdicts.Refused("SELECT + a FROM t", scope).Rule);
        Assert.Equal("operator-foreign", GuardVerdicts.Refused("SELECT b - (+ a) FROM t", scope).Rule);
    }

    [Fact]
    public void Check_ForeignLessOrEqual_IsSeenInBetween() =>
        Assert.Equal(
            "operator-foreign",
            GuardVerdicts.Refused("SELECT a BETWEEN 1 AND 2 FROM t", new GuardScope { ForeignOperators = new HashSet<string> { "<=" } }).Rule);

    [Fact]
    public void Check_MisspelledRelation_NamesTheNearOneAndRewritesWithItsOldNameAsAlias()
    {
        var refusal = GuardVerdicts.Refused("SELECT invoicse.id FROM invoicse", Shop);
        Assert.Equal("relation-unknown", refusal.Rule);
        Assert.Contains("sales.invoices", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("SELECT invoicse.id\nFROM sales.invoices AS invoicse", refusal.Rewrite);
        Assert.Equal((24, 8), (refusal.Start, refusal.Length));
    }

    [Fact]
    public void Check_RightNameInTheWrongSchema_OffersTheRightSchema() =>
        Assert.Contains("Near names: sales.invoices", GuardVerdicts.Refused("SELECT * FROM public.invoices", Shop).Message, StringComparison.Ordinal);
}
