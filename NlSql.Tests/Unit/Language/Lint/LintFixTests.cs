using NlSql.Core.Language.Lint;

namespace NlSql.Tests.Unit.Language.Lint;

/// <summary>What fixes make of statements that say a thing twice, or where the plain fix would be another fault.</summary>
public sealed class LintFixTests
{
    [Theory]
    [InlineData(
        LintRules.FanOut,
        "SELECT o.status, count(c.id) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1 ORDER BY count(c.id) DESC",
        "ORDER BY count(DISTINCT c.id) DESC")]
    [InlineData(
        LintRules.CountNulls, "SELECT status, count(shipped_at) FROM orders GROUP BY 1 HAVING count(shipped_at) > 3 ORDER BY count(shipped_at)",
        "HAVING count(*) > 3 ORDER BY count(*)")]
    [InlineData(
        LintRules.IntegerDivision, "SELECT quantity / 4 FROM order_lines ORDER BY quantity / 4", "ORDER BY quantity::numeric / 4")]
    [InlineData(
        LintRules.LetterCase, "SELECT country = 'france' FROM customers ORDER BY country = 'france'", "ORDER BY country = 'France'")]
    public void Expression_SaidTwice_IsMendedInBothPlaces(string rule, string sql, string mended)
    {
        var warning = LintedShop.Warning(sql, rule);

        Assert.Contains(mended, LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, rule);
    }

    [Theory]
    [InlineData("SELECT c.name FROM customers c LEFT JOIN orders o ON o.status = 'Paid'", LintRules.JoinWithoutKey)]
    [InlineData("SELECT c.name FROM orders o RIGHT JOIN customers c ON o.status = 'Paid'", LintRules.JoinWithoutKey)]
    [InlineData("SELECT payload FROM notes LIMIT 5", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT * FROM notes LIMIT 5", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT * FROM (SELECT payload FROM notes) q LIMIT 5", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT payload FROM notes UNION ALL SELECT payload FROM notes LIMIT 5", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT json_agg(name) FROM customers GROUP BY country LIMIT 5", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT own_total(total) FROM orders LIMIT 1", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT shop.lower(total) FROM orders LIMIT 1", LintRules.LimitWithoutOrder)]
    [InlineData("SELECT name FROM customers WHERE id NOT IN (SELECT referrer_id FROM customers r OFFSET 3)", LintRules.NotInNull)]
    public void Fix_ThatWouldBeAnotherFault_IsNotOffered(string sql, string rule) => Assert.Null(LintedShop.Warning(sql, rule).Sql);

    [Theory]
    [InlineData("SELECT DISTINCT ON (country) name, country FROM customers LIMIT 5", "ORDER BY country, customers.id LIMIT 5")]
    [InlineData("SELECT DISTINCT ON (title) payload FROM notes LIMIT 5", "ORDER BY title LIMIT 5")]
    [InlineData("SELECT title, payload FROM notes LIMIT 5", "ORDER BY 1 LIMIT 5")]
    [InlineData("SELECT lower(name), own_total(credit) FROM customers LIMIT 2", "ORDER BY 1 LIMIT 2")]
    [InlineData("SELECT pg_catalog.lower(name), own_total(credit) OVER () FROM customers LIMIT 2", "ORDER BY customers.id LIMIT 2")]
    [InlineData("SELECT JSON_ARRAYAGG(name) OVER () FROM customers LIMIT 2", "ORDER BY customers.id LIMIT 2")]
    [InlineData("SELECT DISTINCT country FROM customers LIMIT 2", "ORDER BY 1 LIMIT 2")]
    [InlineData("SELECT name FROM customers UNION ALL SELECT title FROM notes LIMIT 2", "ORDER BY 1 LIMIT 2")]
    [InlineData("SELECT sum(total) FROM orders GROUP BY status LIMIT 2", "ORDER BY 1 LIMIT 2")]
    public void Order_IsOneThatTheStatementTakes(string sql, string mended) =>
        Assert.Contains(mended, LintedShop.OneLine(LintedShop.Warning(sql, LintRules.LimitWithoutOrder).Sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT 1 FROM orders WHERE status = 'IN_PROGRESS'", LintRules.UnknownValue)]
    [InlineData("SELECT 1 FROM orders WHERE status = '100%'", LintRules.UnknownValue)]
    [InlineData("SELECT 1 FROM orders WHERE status = '%Paid'", LintRules.UnknownValue)]
    public void Wildcards_AreOnlyThoseOfPatterns(string sql, string rule)
    {
        LintedShop.Warning(sql, rule);
        LintedShop.Silent("SELECT 1 FROM orders WHERE status LIKE 'Pa_d'", rule);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM (SELECT id, ordered_at FROM orders WHERE ordered_at >= '2024-05-01') q WHERE q.ordered_at IS NOT NULL")]
    [InlineData("SELECT count(*) FROM (SELECT id, ordered_at::date FROM orders WHERE ordered_at >= '2024-05-01') q")]
    [InlineData("SELECT count(*) FROM (SELECT id, ordered_at FROM orders) q WHERE q.ordered_at >= '2024-05-01'")]
    public void OtherDate_ThatAnOuterQueryCallsByItsName_IsLeftToThePerson(string sql)
    {
        var warnings = LintedShop.Check(sql, "How many orders were shipped since May 2024?").Where(warning => warning.Rule == LintRules.OtherDate).ToList();

        Assert.NotEmpty(warnings);
        Assert.All(warnings, warning => Assert.Null(warning.Sql));
    }

    [Fact]
    public void OtherDate_UnderAnAlias_IsMended()
    {
        var warning = LintedShop.Warning(
            "SELECT count(*) FROM (SELECT ordered_at AS at FROM orders WHERE ordered_at >= '2024-05-01') q",
            LintRules.OtherDate,
            "How many orders were shipped since May 2024?");

        Assert.Contains("SELECT shipped_at AS at", LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_NamesAreWrittenAsTheStatementNeedsThem()
    {
        var warning = LintedShop.Warning("SELECT count(v.\"Id\") FROM visits v JOIN pages p ON p.visit_id = v.\"Id\"", LintRules.FanOut);

        Assert.Contains("count(DISTINCT v.\"Id\")", warning.Fix, StringComparison.Ordinal);
    }
}
