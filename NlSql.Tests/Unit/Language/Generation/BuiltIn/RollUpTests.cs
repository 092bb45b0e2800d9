using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

/// <summary>What is added up or counted, over which rows, and by what: a small shop whose tables tempt to multiply rows.</summary>
public sealed class RollUpTests
{
    [Theory]
    [InlineData("revenue by month in 2025", "SELECT CAST(date_trunc('month', month) AS date) AS month, SUM(revenue) AS total_revenue FROM monthly_revenue "
        + "WHERE month >= DATE '2025-01-01' AND month < DATE '2026-01-01' GROUP BY CAST(date_trunc('month', month) AS date) ORDER BY "
        + "CAST(date_trunc('month', month) AS date)")]
    [InlineData("revenue by year", "SELECT CAST(date_trunc('year', month) AS date) AS year, SUM(revenue) AS total_revenue FROM monthly_revenue GROUP BY "
        + "CAST(date_trunc('year', month) AS date) ORDER BY CAST(date_trunc('year', month) AS date)")]
    [InlineData("average rating per product", "SELECT products.id, products.name, AVG(reviews.rating) AS average_rating FROM reviews JOIN products ON "
        + "reviews.product_id = products.id GROUP BY products.id, products.name ORDER BY AVG(reviews.rating) DESC NULLS LAST")]
    [InlineData("rating by product", "SELECT products.id, products.name, AVG(reviews.rating) AS average_rating FROM reviews JOIN products ON "
        + "reviews.product_id = products.id GROUP BY products.id, products.name ORDER BY AVG(reviews.rating) DESC NULLS LAST")]
    public async Task Translate_MeasureByDimension_IsAggregatedAndGrouped(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Theory]
    [InlineData("top 5 products by revenue", "SELECT products.id, products.name, SUM(order_items.line_total) AS total_line_total FROM products JOIN "
        + "order_items ON order_items.product_id = products.id GROUP BY products.id, products.name ORDER BY SUM(order_items.line_total) DESC NULLS LAST "
        + "LIMIT 5")]
    [InlineData("top 3 customers by orders", "SELECT customers.id, customers.name, COUNT(*) AS number_of_orders FROM customers JOIN orders ON "
        + "orders.customer_id = customers.id GROUP BY customers.id, customers.name ORDER BY COUNT(*) DESC NULLS LAST LIMIT 3")]
    [InlineData("Which 2 customers spent the most?", "SELECT customers.id, customers.name, SUM(orders.total_amount) AS total_amount FROM customers JOIN "
        + "orders ON orders.customer_id = customers.id GROUP BY customers.id, customers.name ORDER BY SUM(orders.total_amount) DESC NULLS LAST LIMIT 2")]
    [InlineData("Which product has the highest revenue?", "SELECT products.id, products.name, SUM(order_items.line_total) AS total_line_total FROM "
        + "products JOIN order_items ON order_items.product_id = products.id GROUP BY products.id, products.name ORDER BY SUM(order_items.line_total) DESC "
        + "NULLS LAST LIMIT 1")]
    public async Task Translate_Ranking_AddsUpRowsThatBelongToOneEntityEach(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Theory]
    [InlineData("how many orders per month in 2024", "SELECT date_trunc('month', ordered_at) AS month, COUNT(*) AS number_of_orders FROM orders WHERE "
        + "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2025-01-01' GROUP BY date_trunc('month', ordered_at) ORDER BY date_trunc('month', "
        + "ordered_at)")]
    [InlineData("orders by month", "SELECT date_trunc('month', ordered_at) AS month, COUNT(*) AS number_of_orders FROM orders GROUP BY date_trunc('month', "
        + "ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    [InlineData("monthly orders", "SELECT date_trunc('month', ordered_at) AS month, COUNT(*) AS number_of_orders FROM orders GROUP BY date_trunc('month', "
        + "ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    [InlineData("number of orders per customer in 2025", "SELECT customers.id, customers.name, COUNT(*) AS number_of_orders FROM orders JOIN customers ON "
        + "orders.customer_id = customers.id WHERE orders.ordered_at >= DATE '2025-01-01' AND orders.ordered_at < DATE '2026-01-01' GROUP BY customers.id, "
        + "customers.name ORDER BY COUNT(*) DESC NULLS LAST")]
    [InlineData("how many orders were shipped in 2025", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE shipped_at >= DATE '2025-01-01' AND "
        + "shipped_at < DATE '2026-01-01'")]
    public async Task Translate_Date_IsThatOfWhatIsCounted(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Theory]
    [InlineData("How many orders were placed in each country?", "SELECT customers.country, COUNT(*) AS number_of_orders FROM orders JOIN customers ON "
        + "orders.customer_id = customers.id GROUP BY customers.country ORDER BY COUNT(*) DESC NULLS LAST")]
    [InlineData("orders by month for status delivered", "SELECT date_trunc('month', ordered_at) AS month, COUNT(*) AS number_of_orders FROM orders WHERE "
        + "status = 'delivered' GROUP BY date_trunc('month', ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    [InlineData("delivered orders by month", "SELECT date_trunc('month', ordered_at) AS month, COUNT(*) AS number_of_orders FROM orders WHERE status = "
        + "'delivered' GROUP BY date_trunc('month', ordered_at) ORDER BY date_trunc('month', ordered_at)")]
    public async Task Translate_ColumnInSeveralTables_IsReachedFromTheCountedRows(string question, string sql) => Assert.Equal(sql, await SqlAsync(question));

    [Fact]
    public async Task Translate_AverageNumberPerEntity_AveragesTheCounts() =>
        Assert.Equal("SELECT AVG(number_of_orders) AS average_number_of_orders FROM ( SELECT customers.id, customers.name, COUNT(*) AS number_of_orders "
            + "FROM orders JOIN customers ON orders.customer_id = customers.id GROUP BY customers.id, customers.name ) AS matching", await SqlAsync(
                "What is the average number of orders per customer?"));

    [Fact]
    public async Task Translate_ComparisonWithAnotherColumn_ComparesThem() =>
        Assert.Equal(
            "SELECT id, name, started_on, budget, amount_spent FROM campaigns WHERE amount_spent > budget",
            await SqlAsync("Which campaigns spent more than their budget?"));

    [Theory]
    [InlineData("delete all orders from 2024")]
    [InlineData("Please remove the customer with id 5")]
    [InlineData("can you update orders")]
    public async Task Translate_RequestToWrite_IsDeclinedAndSaysThatNothingChanged(string question)
    {
        var draft = await DraftAsync(question);

        Assert.Null(draft.Sql);
        Assert.Contains("only reads", draft.Declined!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Translate_HowMuchOfAnAdditiveMeasure_IsItsSum() =>
        Assert.Equal(
            "SELECT SUM(revenue) AS total_revenue FROM monthly_revenue WHERE month >= DATE '2024-01-01' AND month < DATE '2025-01-01'",
            await SqlAsync("How much revenue did we make in 2024?"));

    [Theory]
    [InlineData("and by country?", "how many orders per month", "SELECT date_trunc('month', orders.ordered_at) AS month, customers.country, COUNT(*) AS "
        + "number_of_orders FROM orders JOIN customers ON orders.customer_id = customers.id GROUP BY date_trunc('month', orders.ordered_at), "
        + "customers.country ORDER BY date_trunc('month', orders.ordered_at), COUNT(*) DESC NULLS LAST")]
    [InlineData("by year instead", "how many orders per month", "SELECT date_trunc('year', ordered_at) AS year, COUNT(*) AS number_of_orders FROM orders "
        + "GROUP BY date_trunc('year', ordered_at) ORDER BY date_trunc('year', ordered_at)")]
    [InlineData("only 2025", "How many orders were placed in 2024?", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE ordered_at >= DATE "
        + "'2025-01-01' AND ordered_at < DATE '2026-01-01'")]
    [InlineData("only 2025", "How many orders were placed?", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE ordered_at >= DATE '2025-01-01' AND "
        + "ordered_at < DATE '2026-01-01'")]
    [InlineData("top 2 instead", "top 5 customers by orders", "SELECT customers.id, customers.name, COUNT(*) AS number_of_orders FROM customers JOIN "
        + "orders ON orders.customer_id = customers.id GROUP BY customers.id, customers.name ORDER BY COUNT(*) DESC NULLS LAST LIMIT 2")]
    [InlineData("only for status shipped", "How many orders were placed?", "SELECT COUNT(*) AS number_of_orders FROM orders WHERE status = 'shipped'")]
    [InlineData("just count the customers", "how many orders per month", "SELECT COUNT(*) AS number_of_customers FROM customers")]
    [InlineData("How many customers are there?", "how many orders per month", "SELECT COUNT(*) AS number_of_customers FROM customers")]
    public async Task Translate_FollowUp_ChangesTheQuestionBefore(string question, string previous, string sql) =>
        Assert.Equal(sql, await SqlAsync(question, new PriorTurn(previous, "SELECT 1")));

    [Theory]
    [InlineData("monthly revenue")]
    [InlineData("revenue by month")]
    public async Task Translate_SummaryOfTheSameName_IsACourseOverTime(string question) => Assert.Equal(
        "SELECT CAST(date_trunc('month', month) AS date) AS month, SUM(revenue) AS total_revenue FROM monthly_revenue GROUP BY CAST(date_trunc('month', "
        + "month) AS date) ORDER BY CAST(date_trunc('month', month) AS date)", await SqlAsync(question));

    [Fact]
    public async Task Translate_ValueLinkedToSeveralColumns_TakesTheOneOfTheSubject()
    {
        const string Question = "orders by month for status delivered";
        var links = new[] { "shipments", "orders" }.Select(t => new ValueLink(
            "delivered",
            Question.Length - 9,
            9,
            new RelationName("public", t),
            "status",
            "delivered",
            null,
            1))
            .ToList();

        var draft = await DraftAsync(new GenerationRequest { Question = Question, Catalog = Shop(), Schema = new RetrievedSchema { ValueLinks = links } });

        Assert.Contains("FROM orders\nWHERE status = 'delivered'", draft.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Translate_VerbOfTheEntity_IsNotReportedAsMissing() =>
        Assert.Empty((await DraftAsync("How many orders were placed in 2025?")).NotUnderstood);

    [Fact]
    public async Task Translate_SeveralDates_NamesTheOthers() =>
        Assert.Contains(await UnderstandingsAsync("how many orders per month"), u => u is { Phrase: "month" } && u.Alternatives.Contains("orders.shipped_at"));

    [Fact]
    public async Task Translate_ReadingThatIsInUse_IsNotOfferedAsAnother()
    {
        var understood = await UnderstandingsAsync("number of customers by country");

        Assert.NotEmpty(understood);
        Assert.All(understood, u => Assert.DoesNotContain(
            u.Alternatives, other => u.Meaning == other || u.Meaning.EndsWith(" " + other, StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<Understanding>> UnderstandingsAsync(string question) => (await DraftAsync(question)).Understood;

    private static async Task<string?> SqlAsync(string question, params PriorTurn[] history)
    {
        var draft = await DraftAsync(question, history);
        return draft.Sql is null ? draft.Declined?.Reason : string.Join(' ', draft.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Task<SqlDraft> DraftAsync(string question, params PriorTurn[] history) =>
        DraftAsync(new GenerationRequest { Question = question, Catalog = Shop(), Schema = RetrievedSchema.Empty, History = history });

    private static Task<SqlDraft> DraftAsync(GenerationRequest request) => Task.FromResult(
        new ReaderTranslator(new SessionClock(TimeProvider.System), WordKnowledge.Plain).Translate(request, TestContext.Current.CancellationToken));

    private static SchemaCatalog Shop() => new()
    {
        DatabaseId = "shop",
        DatabaseName = "shop",
        Hash = "shop",
        Tables =
        [
            Table("customers", 100, ("id", ColumnKind.Integer), ("name", ColumnKind.Text), ("country", ColumnKind.Text)),
            Table("products", 50, ("id", ColumnKind.Integer), ("name", ColumnKind.Text), ("launched_on", ColumnKind.Date)),
            Values(
                Table(
                    "orders",
                    5000,
                    ("id", ColumnKind.Integer),
                    ("customer_id", ColumnKind.Integer),
                    ("status", ColumnKind.Text),
                    ("ordered_at", ColumnKind.Timestamp),
                    ("shipped_at", ColumnKind.Timestamp),
                    ("total_amount", ColumnKind.Decimal)),
                "delivered",
                "shipped"),
            Table(
                "order_items",
                9000,
                ("id", ColumnKind.Integer),
                ("order_id", ColumnKind.Integer),
                ("product_id", ColumnKind.Integer),
                ("line_total", ColumnKind.Decimal)),
            Table("warehouses", 4, ("id", ColumnKind.Integer), ("name", ColumnKind.Text), ("country", ColumnKind.Text)),
            Values(
                Table(
                    "shipments",
                    4000,
                    ("id", ColumnKind.Integer),
                    ("order_id", ColumnKind.Integer),
                    ("warehouse_id", ColumnKind.Integer),
                    ("status", ColumnKind.Text),
                    ("sent_at", ColumnKind.Timestamp)),
                "delivered",
                "lost"),
            Table("reviews", 700, ("id", ColumnKind.Integer), ("product_id", ColumnKind.Integer), ("rating", ColumnKind.Integer)),
            Table("targets", 30, ("id", ColumnKind.Integer), ("customer_id", ColumnKind.Integer), ("month", ColumnKind.Date), ("goal", ColumnKind.Decimal)),
            Table(
                "campaigns",
                9,
                ("id", ColumnKind.Integer),
                ("name", ColumnKind.Text),
                ("started_on", ColumnKind.Date),
                ("budget", ColumnKind.Decimal),
                ("amount_spent", ColumnKind.Decimal)),
            Table("campaign_products", 90, ("campaign_id", ColumnKind.Integer), ("product_id", ColumnKind.Integer)),
            Table("campaign_results", 9, ("campaign_id", ColumnKind.Integer), ("revenue", ColumnKind.Decimal)) with { Kind = RelationKind.View },
            Table(
                "monthly_revenue",
                80,
                ("month", ColumnKind.Date),
                ("region", ColumnKind.Text),
                ("revenue", ColumnKind.Decimal)) with { Kind = RelationKind.MaterializedView },
        ],
        ForeignKeys =
        [
            Key("orders", "customer_id", "customers"), Key("order_items", "order_id", "orders"), Key("order_items", "product_id", "products"),
            Key("shipments", "order_id", "orders"), Key("shipments", "warehouse_id", "warehouses"),
            Key("reviews", "product_id", "products"),
            Key("targets", "customer_id", "customers"),
            Key("campaign_products", "campaign_id", "campaigns"),
            Key("campaign_products", "product_id", "products"),
        ],
    };

    private static ForeignKey Key(string from, string column, string to) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), ["id"]);

    private static TableInfo Table(string name, long rows, params (string Name, ColumnKind Kind)[] columns) => new()
    {
        Name = new RelationName("public", name),
        RowEstimate = rows,
        PrimaryKey = columns[0].Name == "id" ? ["id"] : [],
        Columns = [.. columns.Select(c => new ColumnInfo { Name = c.Name, DataType = c.Kind.ToString(), Kind = c.Kind, IsNullable = false })],
    };

    private static TableInfo Values(TableInfo table, params string[] states) => table with
    {
        Columns = [
            .. table.Columns.Select(c => c.Name == "status"
                ? c with { Statistics = new ColumnStatistics { Samples = [.. states.Select(s => new SampleValue(s))] } }
                : c)
        ],
    };
}
