using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>What stands around the page: theme, navigation, dialogs and notices.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class ShellTests(BrowserFixture browser)
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n";

    /// <summary>The circuit never stands here: what is seen is what the browser makes of the first answer.</summary>
    [Theory]
    [InlineData(ColorScheme.Light, null, "rgb(255, 255, 255)", "79,70,229")]
    [InlineData(ColorScheme.Dark, null, "rgb(27, 30, 36)", "139,147,255")]
    [InlineData(ColorScheme.Dark, "light", "rgb(255, 255, 255)", "79,70,229")]
    [InlineData(ColorScheme.Light, "dark", "rgb(27, 30, 36)", "139,147,255")]
    public async Task Theme_BeforeThePageIsLive_IsTheSystemsOrTheChosenOne(ColorScheme scheme, string? chosen, string surface, string accent)
    {
        var app = await browser.AppAsync();
        await using var open = await browser.BlankAsync(app.Address, scheme: scheme);
        var page = open.Page;
        await page.RouteAsync(BlazorScript(), route => route.AbortAsync());
        if (chosen is not null)
        {
            await page.Context.AddCookiesAsync([new() { Name = "nlsql-theme", Value = chosen, Url = app.Address.ToString() }]);
        }

        await page.GotoAsync("");

        Assert.Equal(surface, await page.Locator(".mud-drawer").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        const string Value = "() => getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-primary-rgb')";
        Assert.Equal(accent, await page.EvaluateAsync<string>(Value));
    }

    [Fact]
    public async Task Escape_DialogOverARun_ClosesTheDialogFirst()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Endless);
        await page.ClickAsync("button.run:not([disabled])");
        await Expect(page.Locator(".running")).ToBeVisibleAsync();

        await page.ClickAsync("nav .tools button:has-text('Keys')");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator(".running")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator(".message.warning")).ToContainTextAsync("Stopped");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Keys_BehindADialog_NeitherRunNorOpenAnother()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Endless);
        await Expect(page.Locator("button.run:not([disabled])")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Keyboard.PressAsync("Escape");

        // The keys reach the server in order: what the first two did would be seen by now.
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator("button.run:not([disabled])")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator(".running").CountAsync());
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".running")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".message.warning")).ToContainTextAsync("Stopped");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Conversation_Deleted_IsAskedFirstAndToldAfterwards()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        var question = $"How many shipments per carrier in the year {Guid.NewGuid():N}?";
        await open.AskAsync(question);
        await page.ToBeAtAsync("/c/");
        var entry = page.Locator("nav li", new() { HasText = question });

        await entry.HoverAsync();
        await entry.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("Keep it")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(entry).ToBeVisibleAsync();
        await entry.HoverAsync();
        await entry.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("Delete", new() { Exact = true }).ClickAsync();

        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync($"“{question}” is deleted.");
        await Expect(entry).ToHaveCountAsync(0);
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Drawer_OnAPhone_OpensByTheBarAndClosesByEscapeOverlayAndLink()
    {
        await using var open = await browser.OpenAsync("", 390, 844);
        var page = open.Page;
        var schema = page.Locator("nav").GetByText("Schema");
        var bar = page.GetByRole(AriaRole.Button, new() { Name = "Navigation" });
        await open.WaitUntilLiveAsync();
        // Out of sight and out of reach of the Tab key.
        await Expect(schema).ToBeHiddenAsync();

        await bar.ClickAsync();
        await Expect(schema).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(schema).ToBeHiddenAsync();

        await bar.ClickAsync();
        await Expect(schema).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(380, 400);
        await Expect(schema).ToBeHiddenAsync();

        await bar.ClickAsync();
        await schema.ClickAsync();
        await page.ToBeAtAsync("/schema");
        await Expect(schema).ToBeHiddenAsync();
        Assert.Empty(open.Trouble);
    }

    [GeneratedRegex(@"/_framework/blazor\.web[^/]*\.js", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlazorScript();
}
