namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>Dates as people write them; the day of asking is 15 March 2026.</summary>
public sealed class PeriodQuestionTests
{
    [Theory]
    [InlineData("orders in 2025 March", "2025-03-01", "2025-04-01")]
    [InlineData("number of orders in 2024 December", "2024-12-01", "2025-01-01")]
    [InlineData("revenue 2024 January", "2024-01-01", "2024-02-01")]
    [InlineData("number of orders in 2024 Q3", "2024-07-01", "2024-10-01")]
    [InlineData("number of orders in March 2025", "2025-03-01", "2025-04-01")]
    [InlineData("number of orders on 5th May 2024", "2024-05-05", "2024-05-06")]
    [InlineData("number of orders on 2024 May 5", "2024-05-05", "2024-05-06")]
    [InlineData("number of orders between May and October 2024", "2024-05-01", "2024-11-01")]
    [InlineData("revenue between January and March 2025 by month", "2025-01-01", "2025-04-01")]
    [InlineData("revenue from March to May 2024", "2024-03-01", "2024-06-01")]
    [InlineData("number of orders from January 2024 to March 2024", "2024-01-01", "2024-04-01")]
    [InlineData("revenue by month from March 2024 to August 2024", "2024-03-01", "2024-09-01")]
    [InlineData("number of orders from November to February 2025", "2024-11-01", "2025-03-01")]
    [InlineData("number of orders from March 2024 to May", "2024-03-01", "2024-06-01")]
    [InlineData("number of orders from November 2024 to February", "2024-11-01", "2025-03-01")]
    [InlineData("number of orders between January and May", "2025-01-01", "2025-06-01")]
    [InlineData("number of orders between November and February", "2025-11-01", "2026-03-01")]
    [InlineData("number of orders between Q1 and Q3 2024", "2024-01-01", "2024-10-01")]
    [InlineData("number of orders between 5 May and 20 June 2024", "2024-05-05", "2024-06-21")]
    [InlineData("number of orders from May 5 to June 20, 2024", "2024-05-05", "2024-06-21")]
    [InlineData("number of orders from 2023 to 2024", "2023-01-01", "2025-01-01")]
    [InlineData("number of orders between 2023 and 2024", "2023-01-01", "2025-01-01")]
    [InlineData("number of orders between 2024 and 2023", "2023-01-01", "2025-01-01")]
    [InlineData("number of orders in the last quarter of 2024", "2024-10-01", "2025-01-01")]
    [InlineData("number of orders in the first quarter of 2024", "2024-01-01", "2024-04-01")]
    [InlineData("number of orders in the second quarter of 2024", "2024-04-01", "2024-07-01")]
    public void Translate_Period_IsTheOneMeant(string question, string from, string before) =>
        Assert.Contains(
            $"WHERE ordered_at >= DATE '{from}' AND ordered_at < DATE '{before}'",
            Flat(SmallShop.SqlOf(question)),
            StringComparison.Ordinal);

    [Fact]
    public void Translate_SeveralMonthsOfOneYear_AreAlternatives()
    {
        var sql = Flat(SmallShop.SqlOf("number of orders in May, June and July 2024"));

        Assert.Contains(
            "(ordered_at >= DATE '2024-05-01' AND ordered_at < DATE '2024-06-01') OR (ordered_at >= DATE '2024-06-01' AND ordered_at < DATE '2024-07-01') OR "
            + "(ordered_at >= DATE '2024-07-01' AND ordered_at < DATE '2024-08-01')",
            sql,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_YearBeforeTheMonths_IsTheirs() => Assert.EndsWith(
        "ordered_at >= DATE '2023-02-01' AND ordered_at < DATE '2024-01-01'", SmallShop.SqlOf(
            "number of orders in 2023 from February to December"), StringComparison.Ordinal);

    /// <summary>A range whose end lies before its start never leaves the translator.</summary>
    [Theory]
    [InlineData("number of orders between May 2024 and March 2024", "ordered_at >= DATE '2024-03-01' AND ordered_at < DATE '2024-06-01'")]
    [InlineData("number of orders between 2024-12-31 and 2024-01-01", "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2025-01-01'")]
    public void Translate_EndsTheWrongWayRound_TakesTheEarlierFirst(string question, string where) =>
        Assert.EndsWith(where, Flat(SmallShop.SqlOf(question)), StringComparison.Ordinal);

    [Theory]
    [InlineData("number of orders after 9999-12-31")]
    [InlineData("number of orders on 31 February 2024")]
    [InlineData("customers with 500 May orders")]
    public void Translate_PeriodThatIsNone_IsDeclined(string question)
    {
        var draft = SmallShop.Translate(question);

        Assert.Null(draft.Sql);
        Assert.NotNull(draft.Declined);
    }

    [Theory]
    [InlineData("number of orders since 9999-12-31", "WHERE ordered_at >= DATE '9999-12-31'")]
    [InlineData("number of orders before 9999-12-31", "WHERE ordered_at < DATE '9999-12-31'")]
    [InlineData("number of orders before 0001-01-01", "WHERE ordered_at < DATE '0001-01-01'")]
    public void Translate_LastAndFirstDay_AreDaysLikeOthers(string question, string where) =>
        Assert.EndsWith(where, Flat(SmallShop.SqlOf(question)), StringComparison.Ordinal);

    private static string Flat(string sql) => sql.Replace("orders.ordered_at", "ordered_at", StringComparison.Ordinal);
}
