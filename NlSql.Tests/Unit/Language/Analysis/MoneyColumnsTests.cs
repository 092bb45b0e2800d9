using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class MoneyColumnsTests
{
    [Theory]
    [InlineData("total_revenue", "numeric", ColumnKind.Decimal, true)]
    [InlineData("UnitPrice", "double precision", ColumnKind.Float, true)]
    [InlineData("salary", "integer", ColumnKind.Integer, true)]
    [InlineData("sales", "numeric", ColumnKind.Decimal, true)]
    [InlineData("sales", "bigint", ColumnKind.Integer, false)]
    [InlineData("revenue_share", "numeric", ColumnKind.Decimal, false)]
    [InlineData("price_usd", "numeric", ColumnKind.Decimal, false)]
    [InlineData("price", "money", ColumnKind.Decimal, false)]
    [InlineData("price", "text", ColumnKind.Text, false)]
    [InlineData("orders", "bigint", ColumnKind.Integer, false)]
    public void Has_ByNameAndType(string name, string type, ColumnKind kind, bool isMoney) =>
        Assert.Equal(isMoney, MoneyColumns.Has(new ResultColumn(name, type, kind)));

    [Fact]
    public async Task Analysis_InTheSitesFormat_NamesTheCurrencyInTheHeadlineOnly()
    {
        var request = Rows.Request(
            Rows.Columns("country:Text", "revenue:Decimal"),
            [["France", 1234.56m], ["Spain", 1040.5m], ["Italy", 200.25m]]);

        var (text, finished) = await Rows.AnalyzeAsync(request, NumberFormat.Of("1.234,56")! with { Currency = "EUR" });

        Assert.StartsWith(
            "**France has the highest revenue: 1.234,56\u00a0EUR, 49,9% of 2.475,31\u00a0EUR for all 3 countries.**",
            text,
            StringComparison.Ordinal);
        Assert.Contains("Spain follows with 1.040,5, then Italy with 200,25", text, StringComparison.Ordinal);
        Assert.Contains(finished.Numbers, number => number is { Text: "1.234,56", Derivation: "cell" });
    }

    [Fact]
    public async Task Analysis_OfPartialRows_WritesTheirNumberInTheSitesFormat()
    {
        var rows = Enumerable.Range(1, 1200).Select(i => new object?[] { $"c{i}", (decimal)i }).ToList();

        var (text, _) = await Rows.AnalyzeAsync(Rows.Request(Rows.Columns("name:Text", "revenue:Decimal"), rows, truncated: true), NumberFormat.Of("de-DE"));

        Assert.Contains("of the first 1.200 rows", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1,200", text, StringComparison.Ordinal);
    }
}
