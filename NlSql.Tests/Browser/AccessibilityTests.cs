using System.Text.Json;
using Microsoft.Playwright;
using NlSql.Core.Native;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    public static TheoryData<string, ColorScheme, int> Pages => new()
    {
        { "", ColorScheme.Light, 1440 },
        { "", ColorScheme.Dark, 390 },
        { "schema", ColorScheme.Light, 390 },
        { "schema", ColorScheme.Dark, 1440 },
        { "status", ColorScheme.Light, 1440 },
        { "status", ColorScheme.Dark, 390 },
        { "nowhere", ColorScheme.Light, 390 },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Scanned_HasNoSeriousViolationAndNoSidewaysScroll(string path, ColorScheme scheme, int width)
    {
        await using var open = await browser.OpenAsync(path, width, 844, scheme);
        await Expect(open.Page.Locator("h1").First).ToBeVisibleAsync();
        await open.WaitUntilTitledAsync();

        Assert.Empty(await ScanAsync(open.Page));
        Assert.False(await ScrollsSidewaysAsync(open.Page));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Turn_DraftedAndRun_HasNoSeriousViolationAndNoSidewaysScroll(ColorScheme scheme, int width)
    {
        await using var open = await browser.OpenAsync("", width, 844, scheme);
        await open.AskAsync("How many shipments per carrier?");
        await Expect(open.Page.Locator("button.run")).ToBeEnabledAsync();
        Assert.Empty(await ScanAsync(open.Page));

        await open.Page.ClickAsync("button.run");
        await Expect(open.Page.Locator(".grid-row").First).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".markdown")).ToBeVisibleAsync();

        Assert.Empty(await ScanAsync(open.Page));
        Assert.False(await ScrollsSidewaysAsync(open.Page));
    }

    [Theory]
    [InlineData("refused", ColorScheme.Light, 1440)]
    [InlineData("refused", ColorScheme.Dark, 390)]
    [InlineData("declined", ColorScheme.Light, 390)]
    [InlineData("declined", ColorScheme.Dark, 1440)]
    [InlineData("failed", ColorScheme.Light, 1440)]
    [InlineData("failed", ColorScheme.Dark, 390)]
    [InlineData("running", ColorScheme.Light, 390)]
    [InlineData("running", ColorScheme.Dark, 1440)]
    public async Task Turn_InEachState_HasNoSeriousViolationAndNoSidewaysScroll(string state, ColorScheme scheme, int width)
    {
        await using var open = await browser.OpenAsync("", width, 844, scheme);
        var page = open.Page;
        await open.AskAsync(state switch
        {
            "refused" => "DELETE FROM sales.orders",
            "declined" => "zorgons blip the quux frobnicator",
            "failed" => "SELECT 1 / (count(*) - count(*)) FROM sales.orders",
            _ => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n",
        });
        if (state is "failed" or "running")
        {
            await page.ClickAsync("button.run:not([disabled])");
        }

        await Expect(page.Locator(state switch { "refused" => ".refused", "declined" => ".message.warning", "failed" => ".message.bad", _ => ".running" }))
            .ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        Assert.False(await ScrollsSidewaysAsync(page));
        if (state == "running")
        {
            await page.ClickAsync(".running button");
            await Expect(page.Locator(".message.warning")).ToContainTextAsync("Stopped");
            Assert.Empty(await ScanAsync(page));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task PopUps_Open_HaveNoSeriousViolationAndNoSidewaysScroll(ColorScheme scheme, int width)
    {
        await using var open = await browser.OpenAsync("", width, 844, scheme);
        var page = open.Page;
        await open.AskAsync("How many customers per country?");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();

        await page.ClickAsync("button.chip[popovertarget] >> nth=0");
        await Expect(page.Locator(".readings:popover-open")).ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        await page.Keyboard.PressAsync("Escape");

        await open.EditAsync("SELECT carrier FROM operations.shipments ORDER BY");
        await page.Keyboard.TypeAsync(" c");
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        await page.Keyboard.PressAsync("Escape");

        // The head of the panel is widest now: edited, not run, with a version to compare with.
        await Expect(page.Locator(".panel-head .state")).ToHaveTextAsync("Not run yet");
        Assert.False(await ScrollsSidewaysAsync(page));

        await page.ClickAsync("button[popovertarget^=versions]");
        await Expect(page.Locator(".versions:popover-open")).ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        await page.Keyboard.PressAsync("Escape");

        await page.ClickAsync("button[aria-pressed]");
        await Expect(page.Locator(".details")).ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        Assert.False(await ScrollsSidewaysAsync(page));
        await page.ClickAsync("[aria-label='Close details']");

        await page.Locator("h1").First.ClickAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator(".mud-dialog")).ToBeVisibleAsync();
        Assert.Empty(await ScanAsync(page));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        Assert.Empty(open.Trouble);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Warnings_AndRowsStepByStep_WorkByKeyboardAndHaveNoSeriousViolation(ColorScheme scheme, int width)
    {
        await using var open = await browser.OpenAsync("", width, 844, scheme);
        var page = open.Page;
        await open.AskAsync("SELECT c.segment, sum(o.total_amount) FROM sales.customers c JOIN sales.orders o ON o.customer_id = c.id "
            + "JOIN sales.order_items i ON i.order_id = o.id WHERE o.total_amount < 0 GROUP BY 1 LIMIT 3");
        await Expect(page.Locator(".lint li")).ToHaveCountAsync(2);
        await Expect(page.Locator(".lint")).ToContainTextAsync("Rows counted more than once.");
        Assert.Empty(await ScanAsync(page));

        await page.Locator(".waterfall > button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".waterfall tbody tr.marked")).ToHaveCountAsync(3);
        await Expect(page.Locator(".waterfall tbody tr").Nth(3)).ToContainTextAsync("no row is left");
        await Expect(page.Locator(".waterfall h2")).ToBeFocusedAsync();
        Assert.Empty(await ScanAsync(page));
        Assert.False(await ScrollsSidewaysAsync(page));

        // On a small screen Run stays in sight, but not over the rows that were asked for.
        Assert.Equal("static", await page.Locator(".sql .foot").EvaluateAsync<string>("foot => getComputedStyle(foot).position"));

        await page.Locator(".waterfall [aria-label^=Close]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".waterfall > button")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".waterfall tbody tr.marked")).ToHaveCountAsync(3);
        await Expect(page.Locator(".waterfall h2")).ToBeFocusedAsync();

        await page.Locator(".lint button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("ORDER BY");
        await Expect(page.Locator(".lint li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".waterfall tbody")).ToHaveCountAsync(0);
        await Expect(page.Locator(".cm-content")).ToBeFocusedAsync();
        Assert.Empty(open.Trouble);
    }

    private static Task<bool> ScrollsSidewaysAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    // The policy of the page forbids foreign scripts; a script that the browser's driver evaluates is not subject to it.
    private static async Task<IReadOnlyList<string>> ScanAsync(IPage page)
    {
        var script = Path.Combine(NativeLocations.Current.CheckoutRoot()!, "NlSql.Web", "frontend", "node_modules", "axe-core", "axe.min.js");
        await page.EvaluateAsync(await File.ReadAllTextAsync(script));
        var found = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => "
            + "v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(' | ')))");
        return [.. found.EnumerateArray().Select(item => item.GetString()!)];
    }
}
