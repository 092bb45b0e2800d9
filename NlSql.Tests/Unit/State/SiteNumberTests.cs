using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;
using NlSql.Web.State.Results;
using NlSql.Web.State.Words;

namespace NlSql.Tests.Unit.State;

/// <summary>What the page shows where SITE_FILE sets marks and currency.</summary>
public sealed class SiteNumberTests
{
    private static readonly NumberFormat German = NumberFormat.Of("1.234,56")! with { Currency = "EUR" };
    private static readonly ResultColumn Country = new("country", "text", ColumnKind.Text);
    private static readonly ResultColumn Revenue = new("revenue", "numeric", ColumnKind.Decimal);

    public static TheoryData<string, string, ColumnKind, object, string> Cells => new()
    {
        { "revenue", "numeric", ColumnKind.Decimal, 1234.50m, "1.234,50" },
        { "revenue", "numeric", ColumnKind.Decimal, 1234567.123456m, "1.234.567,123456" },
        { "revenue", "double precision", ColumnKind.Float, 1234.5, "1.234,5" },
        { "revenue", "bigint", ColumnKind.Integer, 1234567L, "1.234.567" },
        { "revenue", "numeric", ColumnKind.Decimal, "1234567890123456789012345678901.5", "1234567890123456789012345678901,5" },
        { "price", "money", ColumnKind.Decimal, "$1,234.50", "$1,234.50" },
        { "order_id", "bigint", ColumnKind.Integer, 1234567L, "1234567" },
        { "year", "bigint", ColumnKind.Integer, 2025L, "2025" },
        { "version", "text", ColumnKind.Text, "1,234.5", "1,234.5" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cell_IsShownInTheSitesMarksAndCopiedPlain(string name, string type, ColumnKind kind, object value, string shown)
    {
        Assert.Equal(shown, ColumnFormat.For(new ResultColumn(name, type, kind), null, German).Shown(value));
        Assert.DoesNotContain(',', ColumnFormat.Raw(value is string ? 1234.5m : value)!);
    }

    [Fact]
    public void Heading_OfAmounts_NamesTheirCurrency()
    {
        Assert.Equal("numeric, EUR", ColumnFormat.For(Revenue, null, German).TypeName);
        Assert.Equal("numeric", ColumnFormat.For(Revenue).TypeName);
        Assert.Equal("text", ColumnFormat.For(Country, null, German).TypeName);
    }

    [Theory]
    [InlineData("Revenue by country", "Revenue", "EUR")]
    [InlineData("By country", "Revenue", "Revenue (EUR)")]
    [InlineData("By country", null, "EUR")]
    public void Drawing_OfAmounts_HasMarksAndCurrency(string title, string? axis, string yTitle)
    {
        var spec = new ChartSpec { Kind = ChartKind.Bar, Title = title, Reason = "", X = 0, Y = [1], YTitle = axis };

        var drawing = ChartDrawing.From(spec, Result, [["A", 1234.5m], ["B", 2m]], German)!;

        Assert.Equal((",", "."), (drawing.DecimalMark, drawing.GroupMark));
        Assert.Equal(yTitle, drawing.YTitle);
        Assert.Contains("revenue: highest 1.234,5 at A, lowest 2 at B.", drawing.Alternative, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawing_WhereNothingIsSet_HasPlainMarksAndNoCurrency()
    {
        var spec = new ChartSpec { Kind = ChartKind.Bar, Title = "By country", Reason = "", X = 0, Y = [1], YTitle = "Revenue" };

        var drawing = ChartDrawing.From(spec, Result, [["A", 1234.5m]])!;

        Assert.Equal((".", ",", "Revenue"), (drawing.DecimalMark, drawing.GroupMark, drawing.YTitle));
    }

    [Fact]
    public void Words_CountAndDuration_HaveTheMarks()
    {
        Assert.Equal("48.210 rows", German.Count(48_210, "row", "rows"));
        Assert.Equal("about 48.000 rows", German.AboutRows(48_210));
        Assert.Equal("1,2 s", German.Duration(TimeSpan.FromSeconds(1.2)));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("’")]
    [InlineData("\u00a0")]
    [InlineData(".")]
    public void Marks_NumberWithinAnother_IsNotFound(string group)
    {
        var one = new TracedNumber("1", "count", []);

        var pieces = new NumberMarks([one], []).Split($"1{group}240 of 7{group}001 and 1").ToList();

        Assert.Equal([$"1{group}240 of 7{group}001 and ", "1"], pieces.Select(piece => piece.Text));
    }

    private static StoredResult Result => new() { Id = "r", Columns = [Country, Revenue], RowCount = 2, Sql = "SELECT", RanAt = DateTimeOffset.UnixEpoch };
}
