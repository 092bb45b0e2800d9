using System.Text.Json;
using Bunit;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;

namespace NlSql.Tests.Components;

/// <summary>The page of a house that writes 1.234,56.</summary>
public sealed class SiteNumberPageTests() : PageContext(NumberFormat.Of("1.234,56")! with { Currency = "EUR" })
{
    [Fact]
    public async Task Grid_CellsAndFooter_HaveTheSitesMarks()
    {
        var columns = new ResultColumn[] { new("country", "text", ColumnKind.Text), new("revenue", "numeric", ColumnKind.Decimal) };
        var result = Results.Add(
            new StoredResult { Id = "r1", Columns = columns, RowCount = 1500, Sql = "SELECT", RanAt = Clock.GetUtcNow(), Truncated = true },
            [["France", 1234.50m], ["Spain", null]]);
        var grid = Render<ResultGrid>(parameters => parameters.Add(component => component.Result, result));

        var rows = await grid.InvokeAsync(() => grid.Instance.ReadPage(0, 100, -1, false));
        await grid.InvokeAsync(() => grid.Instance.OnSelection(2000, 2000, 2, 2469.5));

        Assert.Equal<IEnumerable<string?>>(["1.234,50", "1234.50"], Assert.IsType<string?[]>(rows![0][1]));
        grid.WaitForAssertion(() => Assert.Equal("2.000 cells · sum 2.469,5 · average 1.234,75", grid.Find(".selection").TextContent));
        Assert.Equal("First 1.500 rows, more exist", grid.Find(".title").TextContent);
        var drawn = JsonSerializer.Serialize(JSInterop.Invocations["create"].Single().Arguments[2]);
        Assert.Contains("\"numeric, EUR\"", drawn, StringComparison.Ordinal);
    }
}
