using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Scoring;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Plans that nobody asks for, by what the catalog knows of real rows.</summary>
public sealed class OddityTests(ShopDatabase shop) : IClassFixture<ShopDatabase>
{
    [Fact]
    public void Of_RowsThatANameTellsApartCountedInGroups_IsOdd()
    {
        var spring = shop.Is("campaigns.name", "Spring");
        var counted = shop.Of("campaigns", shop.Count("campaigns")) with { By = [shop.Entity("customers")] };
        var rated = shop.Of("campaigns", new RateOf(shop.Rows("campaigns"), spring, ShareScale.Fraction)) with { By = [shop.Entity("customers")] };

        Assert.Equal(0.3, Of(counted with { Where = spring }), 3);
        Assert.Equal(0.3, Of(rated), 3);
    }

    [Fact]
    public void Of_RowsOfAStateCountedInGroupsOrAnyRowsCounted_IsNotOdd()
    {
        var orders = shop.Of("orders", shop.Count("orders")) with { By = [shop.Entity("customers")], Where = shop.Is("orders.status", "paid") };
        var campaigns = shop.Of("campaigns", shop.Count("campaigns"));

        Assert.Equal(0, Of(orders));
        Assert.Equal(0, Of(campaigns with { By = [shop.Entity("customers")] }));
        Assert.Equal(0, Of(campaigns with { Where = shop.Is("campaigns.name", "Spring") }));
    }

    private static double Of(QueryFrame frame) => Oddities.Of(new SingleAnswer(frame));
}
