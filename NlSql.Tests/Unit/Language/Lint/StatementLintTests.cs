using NlSql.Core.Language.Lint;

namespace NlSql.Tests.Unit.Language.Lint;

/// <summary>Each rule on statements that have the fault and on ones that look like it.</summary>
public sealed class StatementLintTests
{
    [Theory]
    [InlineData("SELECT c.name FROM customers c, orders o WHERE o.status = 'Paid'", "o.customer_id = c.id")]
    [InlineData("SELECT c.name FROM customers c, orders o WHERE o.status = 'Paid' OR c.country = 'France' LIMIT 1", null)]
    [InlineData("SELECT c.name FROM customers c JOIN orders o ON o.status = 'Paid'", "o.customer_id = c.id")]
    [InlineData("SELECT c.name FROM customers c JOIN orders o ON o.id = c.id", "o.customer_id = c.id")]
    [InlineData("SELECT 1 FROM order_lines l, tickets t WHERE l.quantity > 3", "CROSS JOIN")]
    public void JoinWithoutKey_Found(string sql, string? fix)
    {
        if (fix is null)
        {
            // One condition about both is a join, be it a poor one.
            LintedShop.Silent(sql, LintRules.JoinWithoutKey);
            return;
        }

        var warning = LintedShop.Warning(sql, LintRules.JoinWithoutKey);
        Assert.Contains(fix, warning.Fix, StringComparison.Ordinal);
        if (fix != "CROSS JOIN")
        {
            LintedShop.Silent(warning.Sql!, LintRules.JoinWithoutKey);
        }
    }

    [Theory]
    [InlineData("SELECT c.name FROM customers c CROSS JOIN generate_series(1, 3) g")]
    [InlineData("SELECT c.name FROM customers c, (SELECT max(total) AS m FROM orders) x")]
    [InlineData("SELECT c.name, o.total FROM customers c CROSS JOIN orders o")]
    [InlineData("SELECT c.name FROM customers c JOIN contacts k ON k.customer_id = c.id")]
    [InlineData("SELECT c.name FROM customers c JOIN customers r ON r.id = c.referrer_id")]
    [InlineData("SELECT c.name FROM customers c, orders o, tickets t WHERE o.customer_id = c.id AND t.customer_id = c.id")]
    [InlineData("SELECT c.name FROM customers c, LATERAL (SELECT total FROM orders o WHERE o.customer_id = c.id) q")]
    [InlineData("SELECT 1 FROM customers c, orders o WHERE EXISTS (SELECT 1 FROM tickets t WHERE t.customer_id = c.id AND o.customer_id = t.customer_id)")]
    [InlineData("SELECT 1 FROM customers NATURAL JOIN orders")]
    [InlineData("SELECT a.id, b.id FROM orders a, orders b WHERE a.total = (SELECT max(total) FROM orders) AND b.total = (SELECT min(total) FROM orders)")]
    public void JoinWithoutKey_Meant_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.JoinWithoutKey);

    [Fact]
    public void NotIn_NullableColumn_OffersNotExists()
    {
        var warning = LintedShop.Warning("SELECT c.name FROM customers c WHERE c.id NOT IN (SELECT r.referrer_id FROM customers r)", LintRules.NotInNull);

        Assert.Contains("it is NULL in 40.0", warning.Message, StringComparison.Ordinal);
        Assert.Equal(
            "SELECT c.name FROM customers AS c WHERE NOT EXISTS (SELECT 1 FROM customers AS r WHERE r.referrer_id = c.id)", LintedShop.OneLine(warning.Sql));
    }

    [Fact]
    public void NotIn_SameNameInside_LeavesTheNullsOut()
    {
        var warning = LintedShop.Warning("SELECT name FROM customers WHERE id NOT IN (SELECT referrer_id FROM customers)", LintRules.NotInNull);

        Assert.Equal(
            "SELECT name FROM customers WHERE id NOT IN (SELECT referrer_id FROM customers WHERE referrer_id IS NOT NULL)",
            LintedShop.OneLine(warning.Sql));
        LintedShop.Silent(warning.Sql!, LintRules.NotInNull);
    }

    [Theory]
    [InlineData("SELECT 1 FROM customers c WHERE c.id NOT IN (SELECT customer_id FROM orders)")]
    [InlineData("SELECT 1 FROM customers c WHERE c.id NOT IN (SELECT referrer_id FROM customers WHERE referrer_id > 5)")]
    [InlineData("SELECT 1 FROM customers c WHERE c.id IN (SELECT referrer_id FROM customers)")]
    [InlineData("SELECT 1 FROM customers c WHERE c.id NOT IN (1, 2)")]
    public void NotIn_WithoutNulls_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.NotInNull);

    [Fact]
    public void NotIn_ColumnOfAnOuterJoin_IsWarnedOf() => LintedShop.Warning(
        "SELECT 1 FROM customers c WHERE c.id NOT IN (SELECT o.customer_id FROM tickets t LEFT JOIN orders o ON o.id = t.id)", LintRules.NotInNull);

    [Theory]
    [InlineData("SELECT quantity / 4 FROM order_lines", "quantity::numeric / 4")]
    [InlineData("SELECT count(*) FILTER (WHERE status = 'Paid') / count(*) FROM orders", "::numeric / count(*)")]
    [InlineData("SELECT 100 * (sum(quantity) / count(*)) FROM order_lines", "sum(quantity)::numeric / count(*)")]
    [InlineData("SELECT a / b FROM (SELECT count(*) AS a, count(DISTINCT customer_id) AS b FROM orders) q", "a::numeric / b")]
    [InlineData("SELECT 1 / 2", "1::numeric / 2")]
    public void IntegerDivision_Found_IsCast(string sql, string mended)
    {
        var warning = LintedShop.Warning(sql, LintRules.IntegerDivision);

        Assert.Contains(mended, LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, LintRules.IntegerDivision);
    }

    [Theory]
    [InlineData("SELECT quantity / 4.0 FROM order_lines")]
    [InlineData("SELECT total / 4 FROM orders")]
    [InlineData("SELECT quantity / 10 * 10 AS tens, count(*) FROM order_lines GROUP BY 1")]
    [InlineData("SELECT (quantity / 10)::int FROM order_lines")]
    [InlineData("SELECT avg(quantity) / count(*) FROM order_lines")]
    [InlineData("SELECT 1.0 * count(*) / 7 FROM orders")]
    [InlineData("SELECT 60 / 30")]
    public void IntegerDivision_OfOthers_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.IntegerDivision);

    [Theory]
    [InlineData("SELECT 1 FROM orders WHERE ordered_at BETWEEN '2024-01-01' AND '2024-12-31'", "ordered_at >= '2024-01-01' AND ordered_at < '2025-01-01'")]
    [InlineData("SELECT 1 FROM orders WHERE ordered_at <= DATE '2024-02-29'", "ordered_at < '2024-03-01'::date")]
    public void LastDay_LeftOut_IsMendedHalfOpen(string sql, string mended)
    {
        var warning = LintedShop.Warning(sql, LintRules.LastDay);

        Assert.Contains("2024-12-31 19:40:00", warning.Message, StringComparison.Ordinal);
        Assert.Contains(mended, LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1 FROM orders WHERE booked_at BETWEEN '2024-01-01' AND '2024-12-31'")]
    [InlineData("SELECT 1 FROM orders WHERE ordered_at BETWEEN '2024-01-01' AND '2024-12-31 23:59:59'")]
    [InlineData("SELECT 1 FROM orders WHERE ordered_at >= '2024-01-01' AND ordered_at < '2025-01-01'")]
    [InlineData("SELECT 1 FROM orders WHERE ordered_at::date BETWEEN '2024-01-01' AND '2024-12-31'")]
    [InlineData("SELECT 1 FROM positions WHERE valid_from BETWEEN '2024-01-01' AND '2024-12-31'")]
    public void LastDay_Whole_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.LastDay);

    [Theory]
    [InlineData("SELECT 1 FROM customers WHERE country = 'france'", "country = 'France'")]
    [InlineData("SELECT 1 FROM customers WHERE country IN ('Italy', 'FRANCE')", "IN ('Italy', 'France')")]
    [InlineData("SELECT 1 FROM customers WHERE country IN ('italy', 'FRANCE', 'Peru')", "IN ('Italy', 'France', 'Peru')")]
    [InlineData("SELECT 1 FROM customers WHERE country <> 'spain'", "<> 'Spain'")]
    [InlineData("SELECT 1 FROM customers WHERE country LIKE 'fran%'", "LIKE 'Fran%'")]
    [InlineData("SELECT 1 FROM (SELECT country AS c FROM customers) q WHERE c = 'france'", "c = 'France'")]
    public void LetterCase_Other_IsWrittenAsTheDataHasIt(string sql, string mended) =>
        Assert.Contains(mended, LintedShop.OneLine(LintedShop.Warning(sql, LintRules.LetterCase).Sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT 1 FROM customers WHERE country = 'France'")]
    [InlineData("SELECT 1 FROM customers WHERE country ILIKE 'fran%'")]
    [InlineData("SELECT 1 FROM customers WHERE lower(country) = 'france'")]
    [InlineData("SELECT 1 FROM customers WHERE name = 'france'")]
    public void LetterCase_AsTheData_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.LetterCase);

    [Fact]
    public void UnknownValue_OfAColumnWhoseValuesAreAllKnown_NamesThem()
    {
        var warning = LintedShop.Warning("SELECT 1 FROM orders WHERE status = 'Canceled'", LintRules.UnknownValue);

        Assert.Contains("'Paid', 'Open', 'Cancelled'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("status = 'Cancelled'", LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent("SELECT 1 FROM orders WHERE status IN ('Paid', 'Refunded')", LintRules.UnknownValue);
        var list = LintedShop.Warning("SELECT 1 FROM orders WHERE status IN ('Canceled', 'Payd', 'Refunded')", LintRules.UnknownValue);
        Assert.Contains("status 'Canceled', 'Payd', 'Refunded': the 3 known values", list.Message, StringComparison.Ordinal);
        Assert.Equal("Perhaps 'Cancelled', 'Paid' are meant.", list.Fix);
        Assert.Contains("IN ('Cancelled', 'Paid', 'Refunded')", LintedShop.OneLine(list.Sql), StringComparison.Ordinal);
        LintedShop.Silent("SELECT 1 FROM customers WHERE name = 'Nobody'", LintRules.UnknownValue);
    }

    [Theory]
    [InlineData("SELECT name FROM customers LIMIT 10", "SELECT name FROM customers ORDER BY customers.id LIMIT 10")]
    [InlineData("SELECT country, count(*) FROM customers GROUP BY 1 LIMIT 3", "GROUP BY 1 ORDER BY 1 LIMIT 3")]
    [InlineData("SELECT 1 FROM (SELECT * FROM customers FETCH FIRST 5 ROWS ONLY) q", "ORDER BY customers.id LIMIT 5")]
    public void Limit_WithoutOrder_GetsOne(string sql, string mended)
    {
        var warning = LintedShop.Warning(sql, LintRules.LimitWithoutOrder);

        Assert.Contains(mended, LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, LintRules.LimitWithoutOrder);
    }

    [Theory]
    [InlineData("SELECT name FROM customers ORDER BY name LIMIT 10")]
    [InlineData("SELECT count(*) FROM customers LIMIT 1")]
    [InlineData("SELECT any_value(status) FROM orders LIMIT 1")]
    [InlineData("SELECT 1 + bit_or(id) FROM orders LIMIT 1")]
    [InlineData("SELECT jsonb_object_agg(id, status) FROM orders LIMIT 1")]
    [InlineData("SELECT range_agg(daterange(ordered_at::date, NULL)) FROM orders LIMIT 1")]
    [InlineData("SELECT JSON_ARRAYAGG(status) FROM orders LIMIT 1")]
    [InlineData("SELECT JSON_OBJECTAGG(id VALUE status) FROM orders LIMIT 1")]
    [InlineData("SELECT rank(3) WITHIN GROUP (ORDER BY total) FROM orders LIMIT 1")]
    [InlineData("SELECT own_total(total) FILTER (WHERE id > 3) FROM orders LIMIT 1")]
    [InlineData("SELECT 1 FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id LIMIT 1)")]
    [InlineData("SELECT * FROM (SELECT name FROM customers ORDER BY name) q LIMIT 5")]
    public void Limit_WithOrderOrOfOneRow_IsSilent(string sql) => LintedShop.Silent(sql, LintRules.LimitWithoutOrder);

    [Fact]
    public void GroupByName_ThatRepeats_AddsTheKey()
    {
        var warning = LintedShop.Warning(
            "SELECT c.name, sum(o.total) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.name", LintRules.GroupByName);

        Assert.Contains("1,000 rows have about 950", warning.Message, StringComparison.Ordinal);
        Assert.Contains("GROUP BY c.name, c.id", LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, LintRules.GroupByName);
        LintedShop.Silent("SELECT country, count(*) FROM customers GROUP BY country", LintRules.GroupByName);
        LintedShop.Silent(
            "SELECT o.customer_id, c.name, sum(o.total) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1, 2", LintRules.GroupByName);
    }

    [Fact]
    public void Count_OfAColumnWithNulls_SaysHowManyAreLeftOut()
    {
        var warning = LintedShop.Warning("SELECT count(o.shipped_at) FROM orders o", LintRules.CountNulls);

        Assert.Contains("20.0", warning.Message, StringComparison.Ordinal);
        Assert.Equal("SELECT count(*) FROM orders AS o", LintedShop.OneLine(warning.Sql));
        LintedShop.Silent("SELECT count(o.id) FROM orders o", LintRules.CountNulls);
        LintedShop.Silent("SELECT count(shipped_at) FROM orders WHERE shipped_at IS NOT NULL", LintRules.CountNulls);
        LintedShop.Silent("SELECT c.id, count(o.shipped_at) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY 1", LintRules.CountNulls);
    }

    [Fact]
    public void OtherDate_ThanTheVerbGoesWith_OffersIt()
    {
        const string Sql = "SELECT count(*) FROM orders WHERE ordered_at >= '2024-05-01'";

        var warning = LintedShop.Warning(Sql, LintRules.OtherDate, "How many orders were shipped since May 2024?");

        Assert.Contains("“shipped”, which goes with orders.shipped_at", warning.Message, StringComparison.Ordinal);
        Assert.Contains("WHERE shipped_at >= '2024-05-01'", LintedShop.OneLine(warning.Sql), StringComparison.Ordinal);
        LintedShop.Silent(Sql, LintRules.OtherDate, "How many orders were ordered since May 2024?");
        LintedShop.Silent(Sql, LintRules.OtherDate, "How many orders since May 2024?");
        LintedShop.Silent(Sql, LintRules.OtherDate, "SELECT shipped_at FROM orders");
        LintedShop.Silent(Sql + " AND shipped_at IS NOT NULL", LintRules.OtherDate, "How many orders ordered since May 2024 were shipped?");
    }

    [Fact]
    public void NotInForce_HistoryReadWhole_OffersTheCondition()
    {
        var warning = LintedShop.Warning("SELECT sum(p.amount) FROM positions p", LintRules.NotInForce);

        Assert.Contains("valid_from and valid_to say when each is in force", warning.Message, StringComparison.Ordinal);
        Assert.Equal("SELECT sum(p.amount) FROM positions AS p WHERE p.valid_to = '9999-12-31'", LintedShop.OneLine(warning.Sql));
        LintedShop.Silent(warning.Sql!, LintRules.NotInForce);
        LintedShop.Silent("SELECT sum(amount) FROM positions WHERE valid_from <= '2022-01-01' AND valid_to > '2022-01-01'", LintRules.NotInForce);
        LintedShop.Silent("SELECT count(*) FROM workers", LintRules.NotInForce);
        LintedShop.Silent("SELECT sum(amount) FROM positions", LintRules.NotInForce, "Which amounts have ever been held?");
    }

    [Theory]
    [InlineData("SELECT")]
    [InlineData("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t, orders")]
    [InlineData("SELECT * FROM (VALUES (1, 'a')) v(x, y) JOIN orders o ON o.id = v.x")]
    [InlineData("SELECT x.y.z FROM nowhere.at_all x")]
    [InlineData("SELECT sum(q.a) FROM (customers c JOIN orders o ON o.customer_id = c.id) AS q(a)")]
    [InlineData("SELECT a.* FROM customers AS a (b, c) GROUP BY ROLLUP (b, c), 7 ORDER BY 1")]
    public void Statement_OfAnyKind_IsReadWithoutAFault(string sql) => Assert.NotNull(LintedShop.Check(sql));
}
