namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Shapes;

/// <summary>Growth, comparison of periods, running totals.</summary>
public sealed class PeriodTests
{
    [Theory]
    [InlineData("revenue growth by year", "SELECT year, total_amount, total_amount_one_year_earlier, total_amount - total_amount_one_year_earlier AS "
        + "change, (100.0 * (total_amount - total_amount_one_year_earlier)) / NULLIF(total_amount_one_year_earlier, 0) AS change_percent FROM ( SELECT "
        + "date_trunc('year', orders.ordered_at) AS year, SUM(orders.total_amount) AS total_amount, MAX(SUM(orders.total_amount)) OVER (ORDER BY "
        + "date_trunc('year', orders.ordered_at) RANGE BETWEEN INTERVAL '1 year' PRECEDING AND INTERVAL '1 year' PRECEDING) AS "
        + "total_amount_one_year_earlier FROM orders GROUP BY date_trunc('year', orders.ordered_at) ) AS matching ORDER BY year")]
    [InlineData("month over month change in the number of orders in 2025", "SELECT month, number_of_orders, number_of_orders_one_month_earlier, "
        + "number_of_orders - number_of_orders_one_month_earlier AS change, (100.0 * (number_of_orders - number_of_orders_one_month_earlier)) / "
        + "NULLIF(number_of_orders_one_month_earlier, 0) AS change_percent FROM ( SELECT date_trunc('month', orders.ordered_at) AS month, COUNT(*) AS "
        + "number_of_orders, MAX(COUNT(*)) OVER (ORDER BY date_trunc('month', orders.ordered_at) RANGE BETWEEN INTERVAL '1 month' PRECEDING AND INTERVAL "
        + "'1 month' PRECEDING) AS number_of_orders_one_month_earlier FROM orders WHERE orders.ordered_at >= DATE '2024-12-01' AND orders.ordered_at < "
        + "DATE '2026-01-01' GROUP BY date_trunc('month', orders.ordered_at) ) AS matching WHERE month >= DATE '2025-01-01' ORDER BY month")]
    [InlineData("year over year growth of revenue by month", "SELECT month, total_amount, total_amount_one_year_earlier, total_amount - "
        + "total_amount_one_year_earlier AS change, (100.0 * (total_amount - total_amount_one_year_earlier)) / NULLIF(total_amount_one_year_earlier, 0) AS "
        + "change_percent FROM ( SELECT date_trunc('month', orders.ordered_at) AS month, SUM(orders.total_amount) AS total_amount, "
        + "MAX(SUM(orders.total_amount)) OVER (ORDER BY date_trunc('month', orders.ordered_at) RANGE BETWEEN INTERVAL '1 year' PRECEDING AND INTERVAL '1 "
        + "year' PRECEDING) AS total_amount_one_year_earlier FROM orders GROUP BY date_trunc('month', orders.ordered_at) ) AS matching ORDER BY month")]
    public async Task Translate_Growth_ComparesWithThePeriodBefore(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("orders in 2025 compared to 2024 by country", "SELECT country, number_of_orders_from_2025_01_01, number_of_orders_from_2024_01_01, "
        + "number_of_orders_from_2025_01_01 - number_of_orders_from_2024_01_01 AS change, (100.0 * (number_of_orders_from_2025_01_01 - "
        + "number_of_orders_from_2024_01_01)) / NULLIF(number_of_orders_from_2024_01_01, 0) AS change_percent FROM ( SELECT customers.country, "
        + "COUNT(*) FILTER (WHERE orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE '2026-01-01') AS number_of_orders_from_2025_01_01, "
        + "COUNT(*) FILTER (WHERE orders.ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2025-01-01') AS number_of_orders_from_2024_01_01 "
        + "FROM orders JOIN customers ON orders.customer_id = customers.id WHERE (orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE "
        + "'2026-01-01') OR (orders.ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2025-01-01') GROUP BY customers.country ) AS matching "
        + "ORDER BY number_of_orders_from_2025_01_01 DESC NULLS LAST")]
    [InlineData("How many orders did we get in 2025 compared to the previous year?", "SELECT number_of_orders_from_2025_01_01, "
        + "number_of_orders_from_2024_01_01, number_of_orders_from_2025_01_01 - number_of_orders_from_2024_01_01 AS change, (100.0 * "
        + "(number_of_orders_from_2025_01_01 - number_of_orders_from_2024_01_01)) / NULLIF(number_of_orders_from_2024_01_01, 0) AS change_percent FROM ( "
        + "SELECT COUNT(*) FILTER (WHERE orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE '2026-01-01') AS "
        + "number_of_orders_from_2025_01_01, COUNT(*) FILTER (WHERE orders.ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2025-01-01') AS "
        + "number_of_orders_from_2024_01_01 FROM orders WHERE (orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE '2026-01-01') OR "
        + "(orders.ordered_at >= DATE '2024-01-01' AND orders.ordered_at < DATE '2025-01-01') ) AS matching")]
    public async Task Translate_TwoPeriods_StandSideBySide(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));

    [Theory]
    [InlineData("running total of revenue by month in 2025", "SELECT date_trunc('month', ordered_at) AS month, SUM(total_amount) AS total_amount, "
        + "SUM(SUM(total_amount)) OVER (ORDER BY date_trunc('month', ordered_at)) AS running_total_amount FROM orders WHERE ordered_at >= DATE "
        + "'2025-01-01' AND ordered_at < DATE '2026-01-01' GROUP BY date_trunc('month', ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    [InlineData("cumulative number of orders per quarter", "SELECT date_trunc('quarter', ordered_at) AS quarter, COUNT(*) AS number_of_orders, "
        + "SUM(COUNT(*)) OVER (ORDER BY date_trunc('quarter', ordered_at)) AS running_number_of_orders FROM orders GROUP BY date_trunc('quarter', "
        + "ordered_at) ORDER BY date_trunc('quarter', ordered_at)")]
    public async Task Translate_RunningTotal_AddsUpToEachPeriod(string question, string sql) => Assert.Equal(sql, await SmallShop.SqlAsync(question));
}
