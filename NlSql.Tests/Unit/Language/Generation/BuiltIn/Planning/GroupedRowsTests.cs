using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Planning;

/// <summary>What is broken down keeps all its rows, and comes in an order that says something.</summary>
public sealed class GroupedRowsTests
{
    [Fact]
    public async Task Plan_BreakdownOverEmptyReference_KeepsRowsWithoutIt() => Assert.Equal(
        "SELECT campaigns.medium, COUNT(*) AS number_of_orders FROM orders LEFT JOIN campaigns ON orders.campaign_id = campaigns.id GROUP BY "
        + "campaigns.medium ORDER BY COUNT(*) DESC NULLS LAST",
        await SmallShop.SqlAsync("number of orders by medium"));

    [Fact]
    public async Task Plan_ConditionOnReferredTable_JoinsInner() => Assert.Equal(
        "SELECT stores.id, stores.name, COUNT(*) AS number_of_orders FROM orders JOIN stores ON orders.store_id = stores.id WHERE stores.city = 'Berlin' "
        + "GROUP BY stores.id, stores.name ORDER BY COUNT(*) DESC NULLS LAST",
        await SmallShop.SqlAsync("number of orders per store in Berlin"));

    [Fact]
    public async Task Plan_BreakdownByNameThatMayRepeat_KeepsItsRowsApart() => Assert.Equal(
        "SELECT stores.name, SUM(orders.total_amount) AS total_amount FROM orders LEFT JOIN stores ON orders.store_id = stores.id GROUP BY stores.id, "
        + "stores.name ORDER BY SUM(orders.total_amount) DESC NULLS LAST",
        await SmallShop.SqlAsync("revenue by store name"));

    [Fact]
    public async Task Plan_BreakdownByUniqueName_GroupsByIt()
    {
        var catalog = SmallShop.Catalog with
        {
            DatabaseId = "unique names",
            Tables = [.. SmallShop.Catalog.Tables.Select(t => t.Name.Name == "stores" ? t with { UniqueKeys = [["name"]] } : t)]
        };

        var draft = await SmallShop.DraftAsync(new GenerationRequest { Question = "revenue by store name", Catalog = catalog, Schema = RetrievedSchema.Empty });

        Assert.Contains("GROUP BY stores.name ORDER BY", SmallShop.OnOneLine(draft.Sql!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_RankedReference_LeavesRowsWithoutItOut() =>
        Assert.Matches(
            "FROM (orders JOIN stores|stores JOIN orders) ON orders.store_id = stores.id ",
            await SmallShop.SqlAsync("top 3 stores by number of orders"));

    [Fact]
    public async Task Plan_ReferenceThatIsAlwaysFilled_JoinsInner() =>
        Assert.Matches("FROM orders JOIN customers ON orders.customer_id = customers.id ", await SmallShop.SqlAsync("number of orders by country"));

    [Fact]
    public async Task Plan_Periods_FollowTime() => Assert.EndsWith("ORDER BY date_trunc('month', ordered_at)", await SmallShop.SqlAsync("orders by month"));

    [Fact]
    public async Task Plan_PeriodsAndGroups_FollowTimeAndThenQuantity() => Assert.EndsWith(
        "ORDER BY date_trunc('year', ordered_at), COUNT(*) DESC NULLS LAST",
        await SmallShop.SqlAsync("number of orders by status and year"));
}
