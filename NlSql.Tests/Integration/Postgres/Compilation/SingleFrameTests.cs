using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>One frame: rows, counts, groups, orders and ranks, by their rows.</summary>
public sealed class SingleFrameTests(ShopDatabase shop) : IClassFixture<ShopDatabase>
{
    private Arithmetic Revenue => new(
        Operator.Times,
        new Arithmetic(Operator.Times, shop.Use("order_items.quantity"), shop.Use("products.price")),
        new Arithmetic(Operator.Minus, new NumberConstant(1), shop.Use("order_items.discount")));

    [Fact]
    public async Task List_OfAnEntity_ShowsKeyAndName() =>
        Assert.Equal("1|Ann; 2|Bob; 3|Cid; 4|Dora", await shop.RowsOfAsync(shop.Of("customers", shop.Entity("customers")) with
        {
            Order = [new Ordering(shop.Entity("customers"), IsDescending: false)],
        }));

    [Fact]
    public async Task List_WithAReferenceThatMayBeEmpty_KeepsEachRow()
    {
        var frame = shop.Of("orders", shop.Use("orders.order_id"), shop.Use("campaigns.name")) with
        {
            Order = [new Ordering(shop.Use("orders.order_id"), IsDescending: false)],
        };

        Assert.Equal("1|Spring; 2|; 3|Fall; 4|; 5|Spring", await shop.RowsOfAsync(frame));
        Assert.Contains("without campaign_id", Assert.Single(shop.Concerns(frame)), StringComparison.Ordinal);
    }

    [Fact]
    public void List_UnderAConditionOnAReference_JoinsPlainly()
    {
        var sql = shop.Sql(shop.Of("orders", shop.Use("orders.order_id"), shop.Use("campaigns.name")) with { Where = shop.Is("campaigns.name", "Fall") });

        Assert.DoesNotContain("LEFT JOIN", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void List_OfWhatIsNotConnected_IsNotCompiled() =>
        Assert.Empty(shop.Compile(new SingleAnswer(shop.Of("orders", shop.Use("orders.order_id"), shop.Use("islands.title")))));

    [Fact]
    public async Task List_WithFiguresOfTwoTables_ShowsEachRowOnce()
    {
        var frame = shop.Of("customers", shop.Use("customers.name"), shop.Count("orders"), shop.Sum(shop.Use("orders.freight")), shop.Count("tickets")) with
        {
            Order = [new Ordering(shop.Use("customers.name"), IsDescending: false)],
        };

        Assert.Equal("Ann|2|12|2; Bob|1|1|0; Cid|2|4|1; Dora|0||0", await shop.RowsOfAsync(frame));
        Assert.DoesNotContain("DISTINCT", shop.Sql(frame), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OrderedByAFigure_IsRanked() =>
        Assert.Equal("1|Ann; 3|Cid", await shop.RowsOfAsync(shop.Of("customers", shop.Entity("customers")) with
        {
            Order = [new Ordering(shop.Count("orders"), IsDescending: true)],
            Rank = new Rank(2, IsNth: false, []),
        }));

    [Fact]
    public async Task List_OfWhatARowHasSeveralOf_SaysThatItRepeats()
    {
        var frame = shop.Of("customers", shop.Use("customers.name"), shop.Use("orders.order_id")) with
        {
            Order = [new Ordering(shop.Use("customers.name"), IsDescending: false), new Ordering(shop.Use("orders.order_id"), IsDescending: false)],
        };

        Assert.Equal("Ann|1; Ann|2; Bob|3; Cid|4; Cid|5; Dora|", await shop.RowsOfAsync(frame));
        Assert.Contains(shop.Concerns(frame), c => c.Contains("once for each", StringComparison.Ordinal));
        Assert.Empty(shop.Compile(new SingleAnswer(frame with { Show = [.. frame.Show, shop.Use("tickets.opened_on")] })));
    }

    [Fact]
    public async Task List_Distinct_PutInTheOrderOfWhatIsNotShown() =>
        Assert.Equal("Spain; France; Germany", await shop.RowsOfAsync(shop.Of("customers", shop.Use("customers.country")) with
        {
            IsDistinct = true,
            Order = [new Ordering(shop.Use("customers.name"), IsDescending: true)],
        }));

    [Fact]
    public async Task Count_OfRows_CountsThem()
    {
        Assert.Equal("5", await shop.RowsOfAsync(shop.Of("orders", shop.Count("orders"))));
        Assert.Equal("SELECT COUNT(*) AS number_of_orders FROM orders", shop.Sql(shop.Of("orders", shop.Count("orders"))).ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Count_UnderAConditionOnManyRows_CountsEachOnce() =>
        Assert.Equal("3", await shop.RowsOfAsync(shop.Of("orders", shop.Count("orders")) with { Where = shop.Is("products.name", "Apple") }));

    [Fact]
    public async Task Count_WithItsOwnCondition_StandsBesideOthers() =>
        Assert.Equal("3|1|0.6", await shop.RowsOfAsync(shop.Of(
            "orders",
            shop.Count("orders", shop.Is("orders.status", "paid")),
            shop.Count("orders", shop.Is("orders.status", "cancelled")),
            new Arithmetic(Operator.DividedBy, shop.Count("orders", shop.Is("orders.status", "paid")), shop.Count("orders")))));

    [Fact]
    public async Task Count_OfTheOneTable_OnRowsOfTheOther_CountsDifferentOnes() =>
        Assert.Equal("Food|4; Toys|2; |1", await shop.RowsOfAsync(shop.Of("order_items", shop.Count("orders")) with
        {
            By = [shop.Use("categories.name")],
            Order = [new Ordering(shop.Use("categories.name"), IsDescending: false)],
        }));

    [Fact]
    public async Task Sum_OfAnExpression_IsOverItsRows()
    {
        var frame = shop.Of("order_items", shop.Sum(Revenue)) with { By = [shop.Entity("categories")] };

        Assert.Equal("1|Food|28; 2|Toys|25", await shop.RowsOfAsync(frame));
        Assert.Equal("58", await shop.RowsOfAsync(shop.Of("order_items", shop.Sum(Revenue))));
    }

    [Fact]
    public async Task Sum_AtACoarserGrain_IsNotMultiplied()
    {
        var frame = shop.Of("order_items", shop.Sum(shop.Use("orders.freight"))) with { By = [shop.Use("categories.name")] };

        Assert.Equal("Food|13; Toys|9; |", await shop.RowsOfAsync(frame));
        Assert.Contains(shop.Concerns(frame), c => c.Contains("need not add up", StringComparison.Ordinal));
        Assert.Equal("17", await shop.RowsOfAsync(shop.Of("order_items", shop.Sum(shop.Use("orders.freight")))));
    }

    [Fact]
    public async Task Figures_OfTwoGrains_StandSideBySide()
    {
        var frame = shop.Of("order_items", shop.Sum(Revenue), shop.Sum(shop.Use("orders.freight"))) with { By = [shop.Use("customers.country")] };

        Assert.Equal("France|35|4; Germany|23|13", await Ordered(frame, "customers.country"));
        Assert.Equal("58|17", await shop.RowsOfAsync(frame with { By = [] }));
    }

    [Fact]
    public async Task Group_ByThingsThatMayBeMissing_LeavesOutRowsOfNoneAndSaysSo()
    {
        var frame = shop.Of("orders", shop.Count("orders")) with { By = [shop.Entity("campaigns")] };

        Assert.Equal("1|Spring|2; 2|Fall|1", await Ordered(frame, "campaigns.campaign_id"));
        Assert.Contains("Rows of orders without campaign_id are left out.", shop.Concerns(frame));
    }

    [Fact]
    public async Task Group_ByAColumnThatMayBeMissingOrWithSharesOfAll_AddsUpToAll()
    {
        var byName = shop.Of("orders", shop.Count("orders")) with { By = [shop.Use("campaigns.name")] };
        var shares = shop.Of("orders", new ShareOf(shop.Count("orders"), ShareScale.Percent, [])) with { By = [shop.Entity("campaigns")] };

        Assert.Contains(shop.Concerns(byName), c => c.Contains("group of their own", StringComparison.Ordinal));
        Assert.Contains(shop.Concerns(shares), c => c.Contains("group of their own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Group_Ranked_LeavesOutTheGroupOfNone()
    {
        var frame = shop.Of("orders", shop.Count("orders")) with
        {
            By = [shop.Entity("campaigns")],
            Order = [new Ordering(shop.Count("orders"), IsDescending: true)],
            Rank = new Rank(1, IsNth: false, []),
        };

        Assert.Equal("1|Spring|2", await shop.RowsOfAsync(frame));
        Assert.Contains("Rows of orders without campaign_id are left out.", shop.Concerns(frame));
    }

    [Fact]
    public async Task Group_WithEmptyOnes_ShowsThemWithZero()
    {
        var byEntity = shop.Of("orders", shop.Count("orders")) with { By = [shop.Entity("customers")], KeepsEmptyGroups = true };
        var in2024 = byEntity with { Where = new AllOf([shop.Year("orders.ordered_at", 2024), new Not(shop.Is("customers.country", "France"))]) };
        var byColumn = byEntity with { By = [shop.Use("customers.country")], Where = shop.Year("orders.ordered_at", 2025) };

        Assert.Equal("1|Ann|2; 2|Bob|1; 3|Cid|2; 4|Dora|0", await Ordered(byEntity, "customers.customer_id"));
        Assert.Equal("1|Ann|2; 2|Bob|1; 4|Dora|0", await Ordered(in2024, "customers.customer_id"));
        Assert.Equal("France|2; Germany|0; Spain|0", await Ordered(byColumn, "customers.country"));
    }

    [Fact]
    public void Group_ByNameThatMayRepeat_IsKeptApartByKey() => Assert.Contains(
        "GROUP BY customers.customer_id, customers.name",
        shop.Sql(shop.Of("orders", shop.Count("orders")) with { By = [shop.Use("customers.name")] }),
        StringComparison.Ordinal);

    [Fact]
    public async Task Group_Having_KeepsThoseThatMeetIt() =>
        Assert.Equal("1|Ann|2; 3|Cid|2", await Ordered(
            shop.Of("orders", shop.Count("orders")) with { By = [shop.Entity("customers")], Having = Over(shop.Count("orders"), 1) },
            "customers.customer_id"));

    [Fact]
    public async Task Group_HavingMoreThanAverage_ComparesWithTheGroups() =>
        Assert.Equal("1|Ann|2; 3|Cid|2", await Ordered(
            shop.Of("orders", shop.Count("orders")) with
            {
                By = [shop.Entity("customers")],
                Having = new Compare(shop.Count("orders"), Relation.Greater, new Overall(Function.Average, shop.Count("orders"))),
            },
            "customers.customer_id"));

    [Fact]
    public async Task Rank_WithTies_KeepsThem()
    {
        var frame = shop.Of("orders", shop.Use("orders.order_id")) with
        {
            Order = [new Ordering(shop.Use("orders.status"), IsDescending: true)],
            Rank = new Rank(1, IsNth: false, []) { KeepsTies = true },
        };

        Assert.Equal(3, (await shop.ReadAsync(shop.Best(new SingleAnswer(frame)))).Count);
        Assert.Equal("1", await shop.RowsOfAsync(frame with { Rank = new Rank(1, IsNth: false, []) }));
    }

    [Fact]
    public async Task Rank_Nth_IsThePlace() =>
        Assert.Equal("1|5", await shop.RowsOfAsync(shop.Of("orders", shop.Use("orders.order_id"), shop.Use("orders.freight")) with
        {
            Order = [new Ordering(shop.Use("orders.freight"), IsDescending: true)],
            Where = new Not(new IsEmpty(shop.Use("orders.freight"))),
            Rank = new Rank(2, IsNth: true, []),
        }));

    [Fact]
    public async Task Rank_WithinGroups_TakesTheFirstOfEach()
    {
        var frame = shop.Of("order_items", shop.Sum(shop.Use("order_items.quantity"))) with
        {
            By = [shop.Use("customers.country"), shop.Entity("products")],
            Order = [new Ordering(shop.Sum(shop.Use("order_items.quantity")), IsDescending: true)],
            Rank = new Rank(1, IsNth: false, [shop.Use("customers.country")]),
        };

        Assert.Equal("France|1|Apple|5; Germany|2|Bread|4", await shop.RowsOfAsync(frame));
    }

    [Fact]
    public async Task Order_Descending_PutsWhatIsNotKnownLast() =>
        Assert.Equal("2; 1; 4; 3; 5", await shop.RowsOfAsync(shop.Of("orders", shop.Use("orders.order_id")) with
        {
            Order = [new Ordering(shop.Use("orders.freight"), IsDescending: true)],
        }));

    [Fact]
    public void Order_ByAnOutput_UsesItsName() => Assert.EndsWith(
        "ORDER BY number_of_orders DESC NULLS LAST",
        shop.Sql(shop.Of("orders", shop.Count("orders")) with { By = [shop.Use("orders.status")] }),
        StringComparison.Ordinal);

    private Task<string> Ordered(QueryFrame frame, string column) =>
        shop.RowsOfAsync(frame with { Order = [new Ordering(shop.Use(column), IsDescending: false)] });

    private static Compare Over(Expression left, decimal number) => CompiledDatabase.Over(left, number);
}
