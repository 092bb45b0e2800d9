namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Tells numbers that are parts of something: percentages, and discounts that are at most all of the price. They are averaged, never added up.
/// </summary>
internal static class Shares
{
    private static readonly MeasureWords Words = FactWords.English.Measures;

    public static bool IsShare(ColumnNode column) => column.IsMeasure && (column.Words.Any(Words.Percent.Contains)
        || (column.Words.Any(Words.Discount.Contains) && new AmountColumns(column.Table) is var amounts && amounts.Discount == column
            && amounts.DiscountShare() is not null));
}
