using Bunit;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

/// <summary>The schema explorer says what it takes tables and columns for.</summary>
public sealed class SchemaPageTests : PageContext
{
    [Fact]
    public void Facts_StandBesideTablesAndColumns()
    {
        var page = Render<Schema>();

        page.WaitForAssertion(() =>
        {
            var orders = page.Find("[id='shop.orders']");
            var date = Assert.Single(orders.QuerySelectorAll(".tag.fact"), tag => tag.TextContent == "main date");
            Assert.Contains("meant where no date is named", date.GetAttribute("title"), StringComparison.Ordinal);
            Assert.Contains(orders.QuerySelectorAll("summary .tag"), tag => tag.TextContent == "measure");
            Assert.Contains("revenue is the sum of total", orders.QuerySelector(".columns > p")!.TextContent, StringComparison.Ordinal);
        });
    }
}
