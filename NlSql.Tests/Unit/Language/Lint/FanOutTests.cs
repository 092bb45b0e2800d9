using NlSql.Core.Language.Lint;

namespace NlSql.Tests.Unit.Language.Lint;

public sealed class FanOutTests
{
    [Theory]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN orders o ON o.customer_id = c.id")]
    [InlineData("SELECT c.country, avg(c.credit) FROM customers c, orders o WHERE o.customer_id = c.id GROUP BY c.country")]
    [InlineData("SELECT sum(o.total) FROM orders o JOIN order_lines l ON l.order_id = o.id")]
    [InlineData("SELECT o.status, sum(o.total), sum(l.quantity) FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY 1")]
    [InlineData("SELECT count(c.id) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'Paid'")]
    [InlineData("SELECT sum(c.credit) FROM customers c LEFT JOIN (SELECT customer_id, total FROM orders) o ON o.customer_id = c.id HAVING count(*) > 0")]
    [InlineData("WITH big AS (SELECT * FROM orders) SELECT sum(total) FROM big JOIN order_lines l ON l.order_id = big.id")]
    [InlineData("SELECT (SELECT sum(o.total) FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.customer_id = c.id) FROM customers c")]
    public void Aggregate_OverRowsThatAJoinRepeats_IsWarnedOf(string sql) => Assert.Contains(LintedShop.Check(sql), IsOfJoins);

    [Theory]
    [InlineData("SELECT sum(o.total) FROM customers c JOIN orders o ON o.customer_id = c.id")]
    [InlineData("SELECT c.country, sum(l.quantity * l.price) FROM order_lines l JOIN orders o ON o.id = l.order_id "
        + "JOIN customers c ON c.id = o.customer_id GROUP BY 1")]
    [InlineData("SELECT sum(l.quantity * c.credit) FROM order_lines l JOIN orders o ON o.id = l.order_id JOIN customers c ON c.id = o.customer_id")]
    [InlineData("SELECT count(DISTINCT c.id) FROM customers c JOIN orders o ON o.customer_id = c.id")]
    [InlineData("SELECT max(c.credit), min(c.credit) FROM customers c JOIN orders o ON o.customer_id = c.id")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN contacts k ON k.customer_id = c.id")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN (SELECT customer_id, sum(total) AS t FROM orders GROUP BY customer_id) o ON o.customer_id = c.id")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN (SELECT DISTINCT customer_id FROM orders) o ON o.customer_id = c.id")]
    [InlineData("SELECT sum(c.credit) FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)")]
    [InlineData("SELECT c.name, count(c.id) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name")]
    [InlineData("SELECT c.id, avg(c.credit) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id")]
    [InlineData("SELECT o.id, sum(o.total) FROM orders o JOIN order_lines l ON l.order_id = o.id AND l.line_number = 1 GROUP BY o.id")]
    [InlineData("SELECT sum(o.total) FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE l.line_number IN (1)")]
    [InlineData("SELECT sum(CASE WHEN c.country = 'France' THEN 1 ELSE 0 END) FROM orders o JOIN customers c ON c.id = o.customer_id")]
    [InlineData("SELECT sum(CASE WHEN c.country = 'France' THEN o.total END) FROM orders o JOIN customers c ON c.id = o.customer_id")]
    [InlineData("SELECT avg((c.country = 'France')::int) FROM orders o JOIN customers c USING (id)")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN positions p ON p.customer_id = c.id WHERE p.valid_to = '9999-12-31'")]
    [InlineData("SELECT sum(o.total) OVER () FROM orders o JOIN order_lines l ON l.order_id = o.id")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.id = 17")]
    [InlineData("SELECT sum(c.credit) FROM customers c CROSS JOIN LATERAL (SELECT total FROM orders o WHERE o.customer_id = c.id LIMIT 1) q")]
    [InlineData("SELECT sum(c.credit) FROM customers c JOIN (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM orders) o "
        + "ON o.customer_id = c.id WHERE o.n = 1")]
    [InlineData("SELECT c.country, avg(o.total) FROM orders o JOIN tickets t ON t.customer_id = o.customer_id JOIN customers c ON c.id = t.customer_id "
        + "GROUP BY c.country, o.customer_id")]
    [InlineData("SELECT avg(c.is_vip::int), sum(c.is_vip::int) FROM orders o JOIN customers c ON c.id = o.customer_id")]
    [InlineData("SELECT sum(x.a) FROM (SELECT 1 AS a UNION ALL SELECT 2) x JOIN orders o ON o.id = x.a")]
    public void Aggregate_ThatIsRight_IsNot(string sql) => Assert.DoesNotContain(LintedShop.Check(sql), IsOfJoins);

    [Fact]
    public void Count_OfAKey_IsMendedByDistinct()
    {
        var warning = LintedShop.Warning(
            "SELECT count(c.id) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'Paid'", LintRules.FanOut);

        Assert.Contains("orders.customer_id repeats, it has 900 different values in 8,000 rows", warning.Message, StringComparison.Ordinal);
        Assert.Contains("count(DISTINCT c.id)", warning.Fix, StringComparison.Ordinal);
        Assert.StartsWith("SELECT count(DISTINCT c.id) FROM customers AS c", LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, LintRules.FanOut);
    }

    [Theory]
    [InlineData("SELECT sum(o.total) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN tickets t ON t.customer_id = c.id")]
    [InlineData("SELECT c.country, count(*) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN tickets t ON t.customer_id = c.id GROUP BY c.country")]
    [InlineData("SELECT c.id, count(o.id), count(t.id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id "
        + "LEFT JOIN tickets t ON t.customer_id = c.id GROUP BY 1")]
    public void Branches_ThatMultiply_AreAChasm(string sql) => Assert.Contains(LintedShop.Check(sql), warning => warning.Rule == LintRules.Chasm);

    [Theory]
    [InlineData("SELECT count(*) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN order_lines l ON l.order_id = o.id")]
    [InlineData("SELECT count(*) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN contacts k ON k.customer_id = c.id")]
    [InlineData("SELECT count(*) FROM orders a JOIN orders b ON a.customer_id = b.customer_id JOIN tickets t ON t.customer_id = b.customer_id")]
    [InlineData("SELECT c.id FROM customers c JOIN orders o ON o.customer_id = c.id JOIN tickets t ON t.customer_id = c.id")]
    public void Chain_OrPairsThatAreMeant_AreNone(string sql) => LintedShop.Silent(sql, LintRules.Chasm);

    private static bool IsOfJoins(LintWarning warning) => warning.Rule is LintRules.FanOut or LintRules.Chasm;
}
