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

    private static Task<bool> ScrollsSidewaysAsync(IPage page) => page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    // The policy of the page forbids foreign scripts; a script that the browser's driver evaluates is not subject to it.
    private static async Task<IReadOnlyList<string>> ScanAsync(IPage page)
    {
        var script = Path.Combine(NativeLocations.Current.CheckoutRoot()!, "NlSql.Web", "frontend", "node_modules", "axe-core", "axe.min.js");
        await page.EvaluateAsync(await File.ReadAllTextAsync(script));
        var found = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(' | ')))");
        return [.. found.EnumerateArray().Select(item => item.GetString()!)];
    }
}
