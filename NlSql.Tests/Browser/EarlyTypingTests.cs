using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>A slow link: the page can be seen and typed into before its circuit stands.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class EarlyTypingTests(BrowserFixture browser)
{
    private const string Question = "How many shipments per carrier?";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Question_SentBeforeThePageIsLive_IsAskedOnceItIs(bool byEnter)
    {
        await using var late = await LateAsync();
        var page = late.Open.Page;
        await page.FillAsync("#question", Question);

        await SendAsync(page, byEnter);
        await Expect(page.GetByText("Asked as soon as the page is ready.")).ToBeVisibleAsync();
        late.LetPass();

        await Expect(page.Locator(".turn h1")).ToHaveTextAsync(Question);
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(1);
        await Expect(page.Locator("#question")).ToHaveValueAsync("");
        await Expect(page.GetByText("Asked as soon as the page is ready.")).ToBeHiddenAsync();
        Assert.Empty(late.Open.Trouble);
    }

    [Fact]
    public async Task Typing_WhileThePageBecomesLive_LosesNoLetter()
    {
        await using var late = await LateAsync();
        var page = late.Open.Page;
        var text = string.Join(' ', Enumerable.Range(1, 60).Select(number => $"word{number}"));
        await page.ClickAsync("#question");

        var typing = page.Keyboard.TypeAsync(text, new() { Delay = 5 });
        late.LetPass();
        await typing;
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-live", "true");

        await Expect(page.Locator("#question")).ToHaveValueAsync(text);
        await Expect(page.Locator("#question")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Enter_ThenTypedOn_AsksNothing()
    {
        await using var late = await LateAsync();
        var page = late.Open.Page;
        await page.FillAsync("#question", "How many");
        await page.PressAsync("#question", "Enter");

        await page.Keyboard.TypeAsync(" shipments");
        late.LetPass();
        await Expect(page.Locator("#question[data-owned]")).ToHaveValueAsync("How many shipments");
        // What is asked afterwards is the only turn there is.
        await late.Open.AskAsync(Question);

        await Expect(page.Locator(".turn h1")).ToHaveTextAsync(Question);
        await Expect(page.Locator(".turn")).ToHaveCountAsync(1);
    }

    private static Task SendAsync(IPage page, bool byEnter) => byEnter ? page.PressAsync("#question", "Enter") : page.ClickAsync("button:text-is('Ask')");

    /// <summary>A page whose circuit cannot begin until its script is let pass.</summary>
    private async Task<LatePage> LateAsync()
    {
        var open = await browser.BlankAsync((await browser.AppAsync()).Address);
        var gate = new TaskCompletionSource();
        await open.Page.RouteAsync(BlazorScript(), async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await open.Page.GotoAsync("", new() { WaitUntil = WaitUntilState.Commit });
        await Expect(open.Page.Locator("#question")).ToBeVisibleAsync();
        return new LatePage(open, gate);
    }

    [GeneratedRegex(@"/_framework/blazor\.web[^/]*\.js", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlazorScript();

    private sealed class LatePage(OpenPage open, TaskCompletionSource gate) : IAsyncDisposable
    {
        public OpenPage Open => open;

        public void LetPass() => gate.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            LetPass();
            await open.DisposeAsync();
        }
    }
}
