using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

/// <summary>Weeks from Sunday and fiscal years from April; today is Sunday, 15 March 2026.</summary>
public sealed class CalendarTests
{
    private static readonly BusinessCalendar House = new(DayOfWeek.Sunday, 4);

    [Theory]
    [InlineData("number of orders this week", "ordered_at >= DATE '2026-03-15' AND ordered_at < DATE '2026-03-22'")]
    [InlineData("number of orders last week", "ordered_at >= DATE '2026-03-08' AND ordered_at < DATE '2026-03-15'")]
    [InlineData("number of orders in fiscal year 2024", "ordered_at >= DATE '2023-04-01' AND ordered_at < DATE '2024-04-01'")]
    [InlineData("number of orders in FY2024", "ordered_at >= DATE '2023-04-01' AND ordered_at < DATE '2024-04-01'")]
    [InlineData("number of orders in FY 24", "ordered_at >= DATE '2023-04-01' AND ordered_at < DATE '2024-04-01'")]
    [InlineData("number of orders this fiscal year", "ordered_at >= DATE '2025-04-01' AND ordered_at < DATE '2026-04-01'")]
    [InlineData("number of orders last financial year", "ordered_at >= DATE '2024-04-01' AND ordered_at < DATE '2025-04-01'")]
    [InlineData("number of orders last fiscal quarter", "ordered_at >= DATE '2025-10-01' AND ordered_at < DATE '2026-01-01'")]
    [InlineData("number of orders in Q1 of fiscal year 2024", "ordered_at >= DATE '2023-04-01' AND ordered_at < DATE '2023-07-01'")]
    [InlineData("number of orders in fiscal Q4 2024", "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2024-04-01'")]
    [InlineData("number of orders this year", "ordered_at >= DATE '2026-01-01' AND ordered_at < DATE '2027-01-01'")]
    [InlineData("number of orders in Q1 2024", "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2024-04-01'")]
    public void Translate_Period_IsTheHouses(string question, string condition) =>
        Assert.Equal($"SELECT COUNT(*) AS number_of_orders FROM orders WHERE {condition}", SmallShop.OnOneLine(Draft(question).Sql!));

    [Theory]
    [InlineData("number of orders by fiscal year", "CAST(date_part('year', ordered_at + CAST('9 months' AS interval)) AS integer)", "fiscal_year")]
    [InlineData("revenue per fiscal quarter", "to_char(ordered_at + CAST('9 months' AS interval), 'YYYY-\"Q\"Q')", "fiscal_quarter")]
    [InlineData("number of orders by week", "date_trunc('week', ordered_at + CAST('1 days' AS interval)) - CAST('1 days' AS interval)", "week")]
    [InlineData("number of orders by year", "CAST(date_part('year', ordered_at) AS integer)", "year")]
    public void Translate_Grouping_IsByTheHousesPeriods(string question, string key, string name) =>
        Assert.StartsWith(
            $"SELECT {key} AS {name}, ",
            SmallShop.OnOneLine(Draft(question).Sql!).Replace("orders.", "", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("number of orders this year", "Years and quarters are those of the calendar; say \"fiscal\" for those that begin in April.")]
    [InlineData("number of orders in fiscal year 2024", "Fiscal years begin in April and have the number of the year in which they end.")]
    [InlineData("number of orders in FY2024", "Fiscal years begin in April and have the number of the year in which they end.")]
    [InlineData("number of orders by fiscal year", "Fiscal years begin in April and have the number of the year in which they end.")]
    public void Translate_YearOfAnyKind_SaysWhichWasTaken(string question, string note) => Assert.Contains(note, Draft(question).Notes);

    [Fact]
    public void Translate_MonthOfADate_StaysADate()
    {
        var invoices = SmallShop.Table("invoices", 500, "", SmallShop.Column("id", ColumnKind.Integer), SmallShop.Column("issued_on", ColumnKind.Date));
        var catalog = SmallShop.Catalog with { Hash = "invoices", Tables = [invoices], ForeignKeys = [] };

        var draft = SmallShop.Translate(new GenerationRequest
        {
            Question = "number of invoices issued by month in 2024",
            Catalog = catalog,
            Schema = RetrievedSchema.Empty
        });

        Assert.StartsWith("SELECT CAST(date_trunc('month', issued_on) AS date) AS month, COUNT(*)", SmallShop.OnOneLine(draft.Sql!), StringComparison.Ordinal);
    }

    private static SqlDraft Draft(string question) => SmallShop.Translate(
        new GenerationRequest { Question = question, Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty }, House);
}
