namespace NlSql.Core.Language.Schema.Facts;

/// <summary>What <see cref="MeasureFact.Name"/> says of amounts that are not called by the words of their column.</summary>
internal static class MeasureKinds
{
    public const string Revenue = "revenue";
    public const string Cost = "cost";
    public const string Profit = "profit";

    /// <summary>Profit by revenue.</summary>
    public const string Margin = "margin";
    public const string UnitsSold = "units sold";
    public const string UnitsInStock = "units in stock";
    public const string StockValue = "stock value";
    public const string DiscountGiven = "discount given";
}
