using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

public sealed class SqlFormatterTests
{
    [Fact]
    public void Format_LongQuery_PutsAClauseOnALine()
    {
        const string Expected = """
            SELECT
              c.country,
              date_trunc('month', o.created_at) AS month,
              sum(l.quantity * l.price) AS revenue,
              count(DISTINCT o.id) AS orders
            FROM sales.orders AS o
            JOIN sales.lines AS l ON l.order_id = o.id
            LEFT JOIN customers AS c ON c.id = o.customer_id
            WHERE o.created_at >= now() - '12 months'::interval
              AND o.status <> 'cancelled'
            GROUP BY 1, 2
            HAVING sum(l.quantity) > 10
            ORDER BY revenue DESC, month
            LIMIT 20
            """;
        const string Sql = "select c.country, date_trunc('month', o.created_at) as month, sum(l.quantity*l.price) as revenue, count(distinct o.id) orders "
            + "from sales.orders o join sales.lines l on l.order_id=o.id left join customers c on c.id=o.customer_id where o.created_at>=now()-interval "
            + "'12 months' and o.status<>'cancelled' group by 1,2 having sum(l.quantity)>10 order by revenue desc, month limit 20";
        Assert.Equal(Expected, new SqlFormatter().Format(Sql));
    }

    [Theory]
    [InlineData("not sql at all")]
    [InlineData("DELETE FROM t")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("")]
    public void Format_AnythingButOneQuery_ComesBackUnchanged(string text) => Assert.Equal(text, new SqlFormatter().Format(text));

    [Fact]
    public void Format_Backslashes_StayAsTyped() => Assert.Equal("SELECT '\\d+'", new SqlFormatter().Format("select '\\d+'"));
}
