using Bunit;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

/// <summary>The page that says how the installation stands.</summary>
public sealed class StatusTests : PageContext
{
    private const string Button = ".panel-head button";

    [Fact]
    public async Task Refresh_WhileItGoesOn_CannotBeAskedForTwice()
    {
        var page = Render<Status>();
        page.WaitForAssertion(() => Assert.Contains("tables, read", page.Markup, StringComparison.Ordinal));
        Database.Catalog = null;

        var reading = page.Find(Button).ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("Reading…", page.Find(Button).TextContent));
        Assert.True(page.Find(Button).HasAttribute("disabled"));
        await DisposeComponentsAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Refresh_HoweverItEnds_CanBeAskedForAgain(bool fails, bool isCancelled)
    {
        var page = Render<Status>();
        page.WaitForAssertion(() => Assert.Contains("tables, read", page.Markup, StringComparison.Ordinal));
        Database.Fault = fails ? new InvalidOperationException("A bug.") : isCancelled ? new OperationCanceledException("The server is stopping.") : null;

        await page.Find(Button).ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("Read the schema again", page.Find(Button).TextContent));
        Assert.False(page.Find(Button).HasAttribute("disabled"));
        Assert.Equal(1, Database.Refreshed);
    }
}
