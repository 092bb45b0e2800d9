using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>"and", "or" and "not" over what is known, unknown and related, and literals by the type of their column.</summary>
public sealed class FilterTests(ShopDatabase shop) : IClassFixture<ShopDatabase>
{
    /// <summary>A moment of the very day is neither before nor after that day.</summary>
    [Fact]
    public async Task Compare_MomentWithADay_GoesByDays()
    {
        var (ordered, shipped) = (shop.Use("orders.ordered_at"), shop.Use("orders.shipped_on"));

        Assert.Equal("1; 2; 4", await Orders(new Compare(shipped, Relation.Greater, ordered)));
        Assert.Equal("", await Orders(new Compare(ordered, Relation.GreaterOrEqual, shipped)));
        var later = shop.Of("orders", shop.Count("orders")) with { Where = new Compare(ordered, Relation.Greater, shipped) };
        Assert.Contains("ordered_at AS date)", shop.Sql(later), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_KeepsRowsOfWhichItIsNotKnown()
    {
        Assert.Equal("2; 4", await Orders(new Not(new AnyOf([shop.Is("campaigns.name", "Spring"), shop.Is("campaigns.name", "Fall")]))));
        Assert.Equal("2; 3; 4", await Orders(new Not(shop.Is("campaigns.name", "Spring"))));
        Assert.Equal("1; 3; 4; 5", await Orders(new Not(CompiledDatabase.Over(shop.Use("orders.freight"), 5))));
        Assert.Equal("3; 5", await Orders(new Not(new Compare(shop.Use("orders.shipped_on"), Relation.Greater, new DateConstant(new DateOnly(2000, 1, 1))))));
        var january = new Within(shop.Use("orders.shipped_on"), new DateRange(new DateOnly(2024, 1, 1), new DateOnly(2024, 2, 1)));
        Assert.Equal("2; 4; 5", await Orders(new AllOf([new Not(january), new Not(shop.Is("orders.status", "cancelled"))])));
    }

    [Fact]
    public async Task Not_AndItsFilter_ShareNoRowAndLeaveOutNone()
    {
        Filter[] all =
        [
            shop.Is("campaigns.name", "Spring"), shop.Is("products.name", "Apple"),
            CompiledDatabase.Over(shop.Use("orders.freight"), 4), new IsEmpty(shop.Use("orders.freight")),
            shop.Is("orders.tags", "gift"), shop.Like("orders.tags", "GIFT"), shop.Is("orders.urgency", "high"), shop.Like("orders.urgency", "HIGH"),
            new Exists(shop.Rows("campaigns")), new Exists(shop.Rows("campaigns"), shop.Is("campaigns.name", "Fall")),
            new Exists(shop.Rows("order_items"), null, new CountRange(2, null)),
            new AllOf([shop.Is("products.name", "Apple"), CompiledDatabase.Over(shop.Use("order_items.quantity"), 1)]),
            new AnyOf([shop.Is("products.name", "Car"), shop.Is("orders.urgency", "high")]), new IsSet(shop.Use("customers.is_vip")),
            new OneOf(shop.Use("products.name"), [new Literal("Apple", true), new Literal("Car", true)], NeedsAll: true),
            new Not(shop.Is("orders.status", "paid")), CompiledDatabase.Over(shop.Count("order_items"), 1),
        ];
        foreach (var filter in all)
        {
            var met = (await Orders(filter)).Split("; ");
            var failed = (await Orders(new Not(filter))).Split("; ");
            var both = met.Concat(failed).Where(o => o.Length > 0).Order(StringComparer.Ordinal);
            Assert.True(both.SequenceEqual(["1", "2", "3", "4", "5"]), FrameKey.Of(filter));
            Assert.Equal(string.Join("; ", met), await Orders(new Not(new Not(filter))));
        }
    }

    [Fact]
    public async Task Related_SaidTogether_IsOneRow()
    {
        var both = new AllOf([shop.Is("orders.status", "paid"), shop.Year("orders.ordered_at", 2025)]);

        Assert.Equal("Cid", await Customers(both));
        Assert.Equal("Cid", await Customers(new Exists(shop.Rows("orders"), both)));
        Assert.Equal("Ann; Bob; Dora", await Customers(new Not(both)));
        Assert.Equal("Ann; Bob; Dora", await Customers(new Not(new Exists(shop.Rows("orders"), both))));
    }

    [Fact]
    public async Task Related_ThatExcludeEachOther_AreTwoRows()
    {
        Assert.Equal("Cid", await Customers(new AllOf([shop.Is("orders.status", "paid"), shop.Is("orders.status", "open")])));
        Assert.Equal("Ann", await Customers(new OneOf(shop.Use("products.name"), [new Literal("Car", true), new Literal("Bread", true)], NeedsAll: true)));
    }

    [Fact]
    public async Task Related_None_IsNotExists()
    {
        Assert.Equal("Dora", await Customers(new Not(new Exists(shop.Rows("orders")))));
        Assert.Equal("Dora", await Customers(new Exists(shop.Rows("orders"), null, new CountRange(0, 0))));
        Assert.Equal("Ann; Cid", await Customers(new Exists(shop.Rows("orders"), null, new CountRange(2, 2))));
        Assert.Equal("Bob; Dora", await Customers(new Exists(shop.Rows("orders"), null, new CountRange(0, 1))));
        Assert.Equal("Ann; Cid", await Customers(new Exists(shop.Rows("products"), null, new CountRange(3, 3))));
        Assert.Equal("1; 3; 5", await Orders(new Exists(shop.Rows("campaigns"))));
    }

    [Fact]
    public async Task Related_NotOfEachRow_IsAboutTheRow()
    {
        // An order with some other product than apples, against one without apples.
        Assert.Equal("1; 2; 3; 4; 5", await Orders(new Exists(shop.Rows("products"), new Not(shop.Is("products.name", "Apple")))));
        Assert.Equal("2; 4", await Orders(new Not(shop.Is("products.name", "Apple"))));
    }

    [Fact]
    public async Task Related_SelfReference_IsAnotherUseOfTheTable()
    {
        var referrer = new Exists(shop.Rows("customers", "customers.referrer_id"), shop.Is("customers.name", "Ann"));
        var referred = new Exists(shop.Rows("customers", "customers.referrer_id") with { IsReverse = true }, shop.Is("customers.country", "France"));

        Assert.Equal("Bob; Cid", await Customers(referrer));
        Assert.Equal("Ann; Dora", await Customers(new Not(referrer)));
        Assert.Equal("Ann", await Customers(referred));
        Assert.Equal("Ann; Dora", await Customers(new Not(new Exists(shop.Rows("customers", "customers.referrer_id")))));
    }

    [Fact]
    public async Task Compare_WithFiguresOfRelatedRows_IsBesideTheRow()
    {
        Assert.Equal("Ann; Cid", await Customers(CompiledDatabase.Over(shop.Count("orders"), 1)));
        Assert.Equal("Ann", await Customers(new Compare(shop.Sum(shop.Use("orders.freight")), Relation.GreaterOrEqual, new NumberConstant(12))));
        Assert.Equal("Bob; Cid", await Customers(new Compare(shop.Count("orders"), Relation.Greater, shop.Count("tickets"))));
    }

    [Fact]
    public async Task Compare_WithTheAverage_IsOverAllRows()
    {
        var average = new Overall(Function.Average, shop.Use("orders.freight"));
        Assert.Equal("1; 2", await Orders(new Compare(shop.Use("orders.freight"), Relation.Greater, average)));
        Assert.Equal("1; 2; 4", await Orders(new Compare(
            shop.Use("orders.freight"),
            Relation.GreaterOrEqual,
            new Overall(Function.Minimum, shop.Use("orders.freight"), shop.Is("orders.status", "paid")))));
        Assert.Equal("Ann; Cid", await Customers(new Compare(shop.Count("orders"), Relation.Greater, new Overall(Function.Average, shop.Count("orders")))));
    }

    [Fact]
    public async Task Literals_GoByTheTypeOfTheirColumn()
    {
        Assert.Equal("1; 2; 4", await Orders(shop.Like("orders.status", "PAID")));
        Assert.Equal("", await Orders(shop.Like("orders.status", "p%")));
        Assert.Equal("2; 4", await Orders(shop.Like("orders.urgency", "High")));
        Assert.Equal("1; 3", await Orders(shop.Is("orders.tags", "gift")));
        Assert.Equal("3", await Orders(new Matches(shop.Use("orders.tags"), TextPlace.Start, "RU")));
        Assert.Equal("4; 5", await Orders(shop.Year("orders.ordered_at", 2025)));
        Assert.Equal("5", await Orders(new Within(shop.Use("orders.ordered_at"), DateRange.Day(new DateOnly(2025, 3, 1)))));
        Assert.Equal("1; 2; 3; 4; 5", await Orders(new Within(shop.Use("orders.ordered_at"), new DateRange(null, null))));
        Assert.Equal("1; 4; 5", await Orders(new AnyOf([new IsSet(shop.Use("products.discontinued")), shop.Is("products.name", "Doll")])));
        Assert.Equal("Cid", await Customers(new Matches(shop.Use("customers.email"), TextPlace.End, "Y.ORG")));
        Assert.Equal("Ann", await Customers(new IsSet(shop.Use("customers.is_vip"))));
        Assert.Equal("Bob; Cid; Dora", await Customers(new Not(new IsSet(shop.Use("customers.is_vip")))));
        Assert.Equal("Car", await Ordered(shop.Of("products", shop.Use("products.name")), CompiledDatabase.Over(shop.Use("products.cost"), 5.5m)));
    }

    [Fact]
    public async Task Periods_GoByTheTypeOfTheirColumn()
    {
        Assert.Equal("1; 5", await Orders(shop.Year("campaigns.launch_year", 2024)));
        Assert.Equal("3", await Orders(shop.Year("campaigns.budget_year", 2024)));
        Assert.Equal("1; 3; 5", await Orders(new Within(shop.Use("campaigns.budget_year"), new DateRange(new DateOnly(2024, 1, 1), null))));
        Assert.Equal("1; 5", await Orders(new Within(shop.Use("campaigns.ends_on"), DateRange.Month(2024, 5))));
        Assert.Equal("3", await Orders(new Compare(shop.Use("campaigns.budget_year"), Relation.Equal, new NumberConstant(2024))));
    }

    [Fact]
    public void UnknownText_IsTold() => Assert.Contains("“lost”", Assert.Single(shop.Concerns(shop.Of("orders", shop.Use("orders.order_id")) with
    {
        Where = shop.Like("orders.status", "lost"),
    })), StringComparison.Ordinal);

    private Task<string> Orders(Filter where) => Ordered(shop.Of("orders", shop.Use("orders.order_id")), where);

    private Task<string> Customers(Filter where) => Ordered(shop.Of("customers", shop.Use("customers.name")), where);

    private Task<string> Ordered(QueryFrame frame, Filter where) =>
        shop.RowsOfAsync(frame with { Where = where, Order = [new Ordering(frame.Show[0], IsDescending: false)] });
}
