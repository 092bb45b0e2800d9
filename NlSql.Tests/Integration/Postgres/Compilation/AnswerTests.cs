using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Answers of several frames, and over the rows of one.</summary>
public sealed class AnswerTests(ShopDatabase shop) : IClassFixture<ShopDatabase>
{
    private QueryFrame PerCustomer => shop.Of("orders", shop.Count("orders")) with { By = [shop.Entity("customers")] };

    [Fact]
    public async Task SideBySide_WithoutGroups_IsOneRow()
    {
        var answer = new SideBySide(
        [
            shop.Of("orders", shop.Count("orders")) with { Where = shop.Year("orders.ordered_at", 2024) },
            shop.Of("tickets", shop.Count("tickets")) with { Where = shop.Year("tickets.opened_on", 2025) },
            shop.Of("products", new Aggregate(Function.Minimum, shop.Use("products.price")), new Aggregate(Function.Maximum, shop.Use("products.price"))),
        ]);

        Assert.Equal("3|1|2|10", await shop.RowsOfAsync(answer));
        Assert.Contains("AS number_of_orders_2024", shop.Sql(new SideBySide([.. answer.Frames.Take(2)])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SideBySide_WithGroups_IsJoinedOnThem()
    {
        var orders = shop.Of("orders", shop.Count("orders")) with { By = [shop.Use("campaigns.name")] };
        var answer = new SideBySide(
        [
            orders with { Where = shop.Year("orders.ordered_at", 2024) },
            orders with { Where = shop.Year("orders.ordered_at", 2025) },
        ]);

        Assert.Equal("Fall|1|; Spring|1|1; |1|1", await shop.RowsOfAsync(answer));
    }

    [Fact]
    public async Task SideBySide_WithGroups_OfSeveralGrains() => Assert.Equal("France|2|1; Germany|3|2", await shop.RowsOfAsync(new SideBySide(
    [
        shop.Of("orders", shop.Count("orders")) with { By = [shop.Use("customers.country")] },
        shop.Of("tickets", shop.Count("tickets")) with { By = [shop.Use("customers.country")] },
    ])));

    [Fact]
    public async Task Figures_OfTwoTables_InOneFrame_AreJoinedOnGroups()
    {
        var frame = shop.Of("customers", shop.Count("orders"), shop.Count("tickets")) with
        {
            By = [shop.Use("customers.country")],
            Order = [new Ordering(shop.Use("customers.country"), IsDescending: false)],
        };

        Assert.Equal("France|2|1; Germany|3|2", await shop.RowsOfAsync(frame));
        Assert.Equal("France|2|1; Germany|3|2; Spain|0|0", await shop.RowsOfAsync(frame with { KeepsEmptyGroups = true }));
        Assert.Equal("Germany|3|2", await shop.RowsOfAsync(frame with { Having = CompiledDatabase.Over(shop.Count("tickets"), 1) }));
        Assert.Equal("5|3", await shop.RowsOfAsync(frame with { By = [], Order = [] }));
        Assert.Equal("1.6667", await shop.RowsOfAsync(
            shop.Of("customers", new Arithmetic(Operator.DividedBy, shop.Count("orders"), shop.Count("tickets")))));
    }

    [Fact]
    public async Task OneAfterAnother_HasALabel()
    {
        QueryFrame Extreme(bool isHighest) => shop.Of("products", shop.Use("products.name"), shop.Use("products.price")) with
        {
            Order = [new Ordering(shop.Use("products.price"), isHighest)],
            Rank = new Rank(1, IsNth: false, []),
        };

        Assert.Equal("highest|Car|10; lowest|Apple|2", await shop.RowsOfAsync(new OneAfterAnother([Extreme(true), Extreme(false)])));
        Assert.Equal("dear|Car|10; cheap|Apple|2", await shop.RowsOfAsync(
            new OneAfterAnother([Extreme(true) with { Label = "dear" }, Extreme(false) with { Label = "cheap" }])));
    }

    [Theory]
    [InlineData(nameof(SetOperator.Intersect), "Bob")]
    [InlineData(nameof(SetOperator.Except), "Ann")]
    [InlineData(nameof(SetOperator.Union), "Ann; Bob; Cid; Dora")]
    public async Task Set_OfRows_IsWhatIsInBothOneOrEither(string operation, string expected)
    {
        var germans = shop.Of("customers", shop.Use("customers.name")) with { Where = shop.Is("customers.country", "Germany") };
        var without = shop.Of("customers", shop.Use("customers.name")) with { Where = new Not(new IsSet(shop.Use("customers.is_vip"))) };
        var rows = await shop.RowsOfAsync(new SetAnswer(germans, Enum.Parse<SetOperator>(operation), without));

        Assert.Equal(expected, string.Join("; ", rows.Split("; ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task OverGroups_IsTheFigureOfTheirFigures()
    {
        Assert.Equal("1.6667", await shop.RowsOfAsync(new OverGroups(Function.Average, PerCustomer)));
        Assert.Equal("1.25", await shop.RowsOfAsync(new OverGroups(Function.Average, PerCustomer with { KeepsEmptyGroups = true })));
        Assert.Equal("2", await shop.RowsOfAsync(new OverGroups(Function.Median, PerCustomer)));
        Assert.Equal("1.25", await shop.RowsOfAsync(new OverGroups(Function.Average, shop.Of("customers", shop.Entity("customers"), shop.Count("orders")))));
    }

    [Fact]
    public async Task GroupCount_CountsGroups()
    {
        Assert.Equal("2", await shop.RowsOfAsync(new GroupCount(PerCustomer with { Having = CompiledDatabase.Over(shop.Count("orders"), 1) })));
        Assert.Equal("3", await shop.RowsOfAsync(new GroupCount(PerCustomer)));
        Assert.Equal(
            "SELECT COUNT(*) AS number_of_customers FROM ( SELECT customers.customer_id, customers.name, COUNT(*) AS number_of_orders "
                + "FROM orders JOIN customers ON orders.customer_id = customers.customer_id GROUP BY customers.customer_id, customers.name ) AS matching",
            string.Join(' ', shop.Sql(new GroupCount(PerCustomer)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task YesOrNo_HasTheCountBehindIt()
    {
        Assert.Equal("yes|2", await shop.RowsOfAsync(new YesOrNo(shop.Of("orders") with { Where = new Not(new Exists(shop.Rows("campaigns"))) })));
        Assert.Equal("no|0", await shop.RowsOfAsync(new YesOrNo(shop.Of("orders") with { Where = CompiledDatabase.Over(shop.Use("orders.freight"), 100) })));
        Assert.Equal("yes|2", await shop.RowsOfAsync(new YesOrNo(PerCustomer with { Having = CompiledDatabase.Over(shop.Count("orders"), 1) })));
    }
}
