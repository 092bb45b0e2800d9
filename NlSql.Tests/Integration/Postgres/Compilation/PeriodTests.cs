using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Buckets, parts of dates, durations, changes, running totals and shares.</summary>
public sealed class PeriodTests(ShopDatabase shop, FiscalShopDatabase fiscal) : IClassFixture<ShopDatabase>, IClassFixture<FiscalShopDatabase>
{
    [Theory]
    [InlineData("month", "2024-01-01|1; 2024-02-01|2; 2025-01-01|1; 2025-03-01|1")]
    [InlineData("year", "2024|3; 2025|2")]
    [InlineData("quarter", "2024-01-01|3; 2025-01-01|2")]
    [InlineData("week", "2024-01-08|1; 2024-02-12|1; 2024-02-19|1; 2024-12-30|1; 2025-02-24|1")]
    [InlineData("hour", "2024-01-10 10:00|1; 2024-02-15 11:00|1; 2024-02-20 09:00|1; 2025-01-05 18:00|1; 2025-03-01|1")]
    public async Task Bucket_IsACourseOfTime(string unit, string expected) => Assert.Equal(expected, await shop.RowsOfAsync(By(shop, unit)));

    [Theory]
    [InlineData("fiscal year", "2024|3; 2025|2")]
    [InlineData("fiscal quarter", "2024-Q4|3; 2025-Q4|2")]
    [InlineData("week", "2024-01-07|1; 2024-02-11|1; 2024-02-18|1; 2025-01-05|1; 2025-02-23|1")]
    public async Task Bucket_OfTheHouse_GoesByItsCalendar(string unit, string expected) => Assert.Equal(expected, await fiscal.RowsOfAsync(By(fiscal, unit)));

    [Fact]
    public async Task Part_OfADate_TakesAllYearsTogether()
    {
        Assert.Equal("1|2; 2|2; 3|1", await shop.RowsOfAsync(Part("month")));
        Assert.Equal("2|1; 3|1; 4|1; 6|1; 7|1", await shop.RowsOfAsync(Part("weekday")));
    }

    [Fact]
    public async Task Duration_InDays_IsACountOfDays() =>
        Assert.Equal("2.6667|2|5", await shop.RowsOfAsync(shop.Of(
            "orders", Time(Function.Average, "day"), Time(Function.Median, "day"), Time(Function.Maximum, "day"))));

    [Fact]
    public async Task Change_FromThePeriodBefore_IsNullAfterAGap()
    {
        var frame = By(shop, "month");
        var change = frame with { Show = [shop.Count("orders"), new ChangeOf(shop.Count("orders"), Ordered("month"), "month", IsRelative: true)] };

        Assert.Equal("2024-01-01|1|; 2024-02-01|2|100; 2025-01-01|1|; 2025-03-01|1|", await shop.RowsOfAsync(change));
        Assert.Equal("2024-02-01|2|100", await shop.RowsOfAsync(change with
        {
            Where = new Within(shop.Use("orders.ordered_at"), DateRange.Month(2024, 2)),
        }));
        Assert.Equal("2024-01-01|1|; 2024-02-01|2|; 2025-01-01|1|1; 2025-03-01|1|", await shop.RowsOfAsync(frame with
        {
            Show = [shop.Count("orders"), new EarlierOf(shop.Count("orders"), Ordered("month"), "year")],
        }));
        Assert.Equal("2024-01-01|3|; 2025-01-01|2|-1", await shop.RowsOfAsync(By(shop, "year") with
        {
            Show = [shop.Count("orders"), new ChangeOf(shop.Count("orders"), Ordered("year"), "year", IsRelative: false)],
        }));
    }

    [Fact]
    public async Task Change_OfFiscalYears_GoesBackByOne() => Assert.Equal("2024|3|; 2025|2|3", await fiscal.RowsOfAsync(By(fiscal, "fiscal year") with
    {
        Show =
        [
            fiscal.Count("orders"),
            new EarlierOf(fiscal.Count("orders"), new PeriodBucket(fiscal.Use("orders.ordered_at"), "fiscal year"), "fiscal year"),
        ],
    }));

    [Fact]
    public async Task Running_AddsUpToEachPeriod() =>
        Assert.Equal("2024-01-01|1; 2024-02-01|3; 2025-01-01|4; 2025-03-01|5", await shop.RowsOfAsync(By(shop, "month") with
        {
            Show = [new RunningOf(shop.Count("orders"), Ordered("month"))],
        }));

    [Fact]
    public async Task Share_OfAll_OfTheGroup_AndOfACondition()
    {
        var byStatus = shop.Of("orders", new ShareOf(shop.Count("orders"), ShareScale.Percent, [])) with { By = [shop.Use("orders.status")] };
        var within = shop.Of("orders", new ShareOf(shop.Count("orders"), ShareScale.Fraction, [shop.Use("customers.country")])) with
        {
            By = [shop.Use("customers.country"), shop.Use("orders.status")],
            Order = [new Ordering(shop.Use("customers.country"), IsDescending: false), new Ordering(shop.Use("orders.status"), IsDescending: false)],
        };
        var paid = shop.Of("orders", new ShareOf(shop.Sum(shop.Use("orders.freight"), shop.Is("customers.country", "Germany")), ShareScale.Percent, []));

        Assert.Equal("cancelled|20; open|20; paid|60", await shop.RowsOfAsync(byStatus with { Order = [new Ordering(shop.Use("orders.status"), false)] }));
        Assert.Equal("France|open|0.5; France|paid|0.5; Germany|cancelled|0.3333; Germany|paid|0.6667", await shop.RowsOfAsync(within));
        Assert.Equal("76.4706", await shop.RowsOfAsync(paid));
    }

    [Fact]
    public async Task Rate_CountsWhatIsNotKnownAsNotMet()
    {
        var vip = new RateOf(shop.Rows("customers"), new IsSet(shop.Use("customers.is_vip")), ShareScale.Percent);
        Assert.Equal("25", await shop.RowsOfAsync(shop.Of("customers", vip)));
        Assert.Equal("France|0; Germany|0.5; Spain|0", await shop.RowsOfAsync(
            shop.Of("customers", vip with { Scale = ShareScale.Fraction }) with
            {
                By = [shop.Use("customers.country")],
                Order = [new Ordering(shop.Use("customers.country"), IsDescending: false)],
            }));
        Assert.Equal("0.6", await shop.RowsOfAsync(
            shop.Of("orders", new RateOf(shop.Rows("orders"), new Exists(shop.Rows("products"), shop.Is("products.name", "Apple")), ShareScale.Fraction))));
    }

    private static QueryFrame By(CompiledDatabase shop, string unit) =>
        shop.Of("orders", shop.Count("orders")) with { By = [new PeriodBucket(shop.Use("orders.ordered_at"), unit)] };

    private PeriodBucket Ordered(string unit) => new(shop.Use("orders.ordered_at"), unit);

    private QueryFrame Part(string part) => shop.Of("orders", shop.Count("orders")) with { By = [new DatePart(shop.Use("orders.ordered_at"), part)] };

    private Aggregate Time(Function function, string unit) =>
        new(function, new Duration(shop.Use("orders.ordered_at"), shop.Use("orders.shipped_on"), unit));
}
