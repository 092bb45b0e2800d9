using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema.Facts;
using static NlSql.Tests.Unit.Language.Schema.Facts.FactSchema;

namespace NlSql.Tests.Unit.Language.Schema.Facts;

public sealed class MeasuresTests
{
    [Theory]
    [InlineData("rebate", "0", "0.25", "quantity × unit_price × (1 - rebate)")]
    [InlineData("discount_pct", "0", "40", "quantity × unit_price × (1 - discount_pct / 100)")]
    [InlineData("discount_amount", "0", "87.5", "quantity × unit_price - discount_amount")]
    [InlineData("discount", "0", "87.5", "quantity × unit_price")]
    public void PiecesByPrice_LessWhatTheDiscountTakes(string discount, string least, string most, string expected)
    {
        var table = FactSchema.Of(Lines(Number("quantity"), Amount("unit_price"), Amount(discount, least, most)));

        var revenue = Best(table.Measures, "revenue");

        Assert.Equal(expected, revenue.Expression.ToString());
        Assert.Contains("sale", revenue.Words);
    }

    [Fact]
    public void UnclearDiscount_LowersTheScoreAndIsSaid()
    {
        var clear = Best(FactSchema.Of(Lines(Number("quantity"), Amount("unit_price"))).Measures, "revenue");
        var unclear = Best(FactSchema.Of(Lines(Number("quantity"), Amount("unit_price"), Amount("discount", "0", "87.5"))).Measures, "revenue");

        Assert.True(unclear.Score < clear.Score);
        Assert.Contains("cannot be told", unclear.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void DiscountThatMayBeMissing_CountsAsNone()
    {
        var discount = Amount("discount", "0", "0.5") with { IsNullable = true };

        var revenue = (MeasureOperation)Best(FactSchema.Of(Lines(Number("quantity"), Amount("price"), discount)).Measures, "revenue").Expression;

        var share = (MeasureColumn)((MeasureOperation)revenue.Right).Right;
        Assert.Equal(0, share.WhenMissing);
    }

    [Fact]
    public void SeveralRevenues_LinesBeforeHeadsBeforePayments()
    {
        var tables = FactSchema.Of(
            [
                Table("orders", 900, "id", Number("id", 900), Date("ordered_at"), Amount("total_amount")),
                Table(
                    "order_items", 4000, "id", Number("id", 4000), Number("order_id", 900), Number("quantity", 9), Amount("unit_price"), Amount("line_total")),
                Table("payments", 900, "id", Number("id", 900), Number("order_id", 900), Date("paid_at"), Amount("amount")),
            ],
            Key("order_items", "order_id", "orders", "id"),
            Key("payments", "order_id", "orders", "id"));

        var revenues = tables.Values.SelectMany(t => t.Measures).Where(m => m.Name == "revenue").OrderByDescending(m => m.Score).ToList();

        Assert.Equal(
            ["line_total", "quantity × unit_price", "total_amount", "amount"],
            revenues.Select(m => m.Expression.ToString()));
        Assert.Equal(["order_items", "order_items", "orders", "payments"], revenues.Select(m => m.Grain.Name));
    }

    [Fact]
    public void PriceInTheTableOfProducts_IsReachedByItsKey()
    {
        var tables = FactSchema.Of(
            [
                Table("basket_items", 4000, "id", Number("id", 4000), Number("product_id", 90), Number("qty", 9)),
                Table("products", 90, "id", Number("id", 90), Text("name"), Amount("price"), Amount("unit_cost")),
            ],
            Key("basket_items", "product_id", "products", "id"));

        var items = tables["basket_items"];

        Assert.Equal("qty × products.price", Best(items.Measures, "revenue").Expression.ToString());
        Assert.Equal("qty × products.unit_cost", Best(items.Measures, "cost").Expression.ToString());
        Assert.Equal("qty × products.price - qty × products.unit_cost", Best(items.Measures, "profit").Expression.ToString());
        Assert.Equal("qty × products.price", Best(items.Measures, "margin").Per!.ToString());
        Assert.Equal("qty", Best(items.Measures, "units sold").Expression.ToString());
        Assert.Empty(tables["products"].Measures);
    }

    [Fact]
    public void PiecesInStock_AreNoSale()
    {
        var table = FactSchema.Of(Table(
            "articles",
            90,
            "id",
            Number("id", 90),
            Text("name"),
            Amount("price"),
            Number("units_in_stock"),
            Number("units_on_order"),
            Number("reorder_level")));

        Assert.Equal(["stock value: units_in_stock × price", "units in stock: units_in_stock"],
            table.Measures.Select(m => $"{m.Name}: {m.Expression}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MoneyThatGoesOut_IsNoRevenue()
    {
        var table = FactSchema.Of(Table("supplier_invoices", 90, "id", Number("id", 90), Date("invoice_date"), Amount("total_amount")));

        Assert.DoesNotContain(table.Measures, m => m.Name == "revenue");
        Assert.Equal("total_amount", Best(table.Measures, "cost").Expression.ToString());
    }

    [Fact]
    public void AmountOfATable_IsCalledAfterIt()
    {
        var table = FactSchema.Of(Table("salary", 900, "id", Number("id", 900), Number("amount", 800)));

        Assert.Equal("salary", Assert.Single(table.Measures).Name);
    }

    [Fact]
    public void EmptyTable_IsNeverPreferred() =>
        Assert.All(FactSchema.Of(Lines(Number("quantity"), Amount("unit_price")) with { RowEstimate = 0 }).Measures, m => Assert.Equal(0, m.Score));

    private static MeasureFact Best(IReadOnlyList<MeasureFact> facts, string name) => facts.First(f => f.Name == name);

    private static TableInfo Lines(params ColumnInfo[] columns) =>
        Table("sale_lines", 4000, "id", [Number("id", 4000), Number("sale_id", 900), Number("product_id", 90), .. columns]);
}
