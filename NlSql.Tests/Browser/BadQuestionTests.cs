using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>Questions that are none, too long, or of unusual characters.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BadQuestionTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public async Task Question_EmptyByButton_IsSaidAndTypingTakesItAway(string question)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilLiveAsync();
        await page.FillAsync("#question", question);

        await page.ClickAsync("button:text-is('Ask')");

        await Expect(page.Locator(".problem")).ToContainTextAsync("The question is empty.");
        await Expect(page.Locator("#question")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);

        await page.FillAsync("#question", "How many");

        await Expect(page.Locator(".problem")).ToBeHiddenAsync();
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Question_EmptyByCtrlEnter_AsksAndRunsNothing()
    {
        await using var open = await browser.OpenAsync();
        await open.WaitUntilLiveAsync();

        await open.Page.PressAsync("#question", "Control+Enter");
        // What is asked afterwards is the only turn there is.
        await open.AskAsync("How many carriers are there?");

        await Expect(open.Page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(open.Page.Locator(".turn")).ToHaveCountAsync(1);
        await Expect(open.Page.Locator(".turn")).ToContainTextAsync("Not run yet");
    }

    [Fact]
    public async Task Question_Of100000Characters_IsTurnedAwayAndStaysInTheBox()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        var question = string.Concat(Enumerable.Repeat("How many ", 11_111)) + "?";
        await open.AskAsync(question);

        await Expect(page.Locator(".problem")).ToContainTextAsync("100,000 characters long; the limit is 20,000. Shorten it.");
        await Expect(page.Locator("#question")).ToHaveValueAsync(question);
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);

        await open.AskAsync("How many carriers are there?");

        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".problem")).ToHaveCountAsync(0);
        Assert.Empty(open.Trouble);
    }

    [Theory]
    [InlineData("🚚 How many shipments per carrier? 👩‍👩‍👧‍👦", "ltr")]
    [InlineData("كم عدد الطلبات لكل شركة شحن؟", "rtl")]
    [InlineData("<b onmouseover=\"document.title='x'\">How many shipments</b> &amp; carriers?", "ltr")]
    public async Task Question_OfUnusualCharacters_IsShownAsWrittenAndKept(string question, string direction)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(question);
        await Expect(page.Locator(".stages")).ToHaveCountAsync(0);
        await page.ToBeAtAsync("/c/");

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".turn h1")).ToHaveTextAsync(question);
            Assert.Equal(direction, await page.Locator(".turn h1").EvaluateAsync<string>("e => getComputedStyle(e).direction"));
            await Expect(page.Locator("nav a.active span")).ToHaveTextAsync(question);
            await Expect(page.Locator("nav b, .turn h1 b")).ToHaveCountAsync(0);
            await open.ReloadAsync();
        }

        Assert.Empty(open.Trouble);
    }

    /// <summary>What a script or a broken paste leaves in the box cannot cross to the server as it is.</summary>
    [Fact]
    public async Task Question_WithHalfASurrogate_IsAskedWithAMarkInItsPlace()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilLiveAsync();
        await page.EvalOnSelectorAsync("#question", "box => { box.value = 'How many carriers \\ud83d are there?'; }");

        await page.PressAsync("#question", "Enter");

        await Expect(page.Locator(".turn h1")).ToHaveTextAsync("How many carriers \ufffd are there?");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Sql_WithHalfASurrogate_RunsWithAMarkInItsPlace()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("SELECT 'half' AS word");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".cm-content")).ToBeVisibleAsync();

        await page.FocusAsync(".cm-content");
        await page.EvaluateAsync(
            "() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('.cm-content'));"
            + " getSelection().removeAllRanges(); getSelection().addRange(range);"
            + " document.execCommand('insertText', false, \"SELECT 'half \\ud83d' AS word\"); }");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".result .grid")).ToContainTextAsync("half \ufffd");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Question_NotAnswerable_SaysWhatWasLookedForAndIsKept()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("zorgons blip the quux frobnicator");

        await Expect(page.Locator(".message.warning")).ToContainTextAsync("This database cannot answer that.");
        await Expect(page.Locator(".message.warning")).ToContainTextAsync("zorgons");
        await Expect(page.Locator(".message.warning a")).ToHaveAttributeAsync("href", "schema");
        await Expect(page.Locator("button.run")).ToHaveCountAsync(0);
        await page.ToBeAtAsync("/c/");

        await open.ReloadAsync();

        await Expect(page.Locator(".message.warning")).ToContainTextAsync("This database cannot answer that.");
        await page.ClickAsync(".message.warning a");
        await page.ToBeAtAsync("/schema");
    }

    [Fact]
    public async Task Question_UnderstoodInPart_DoesNotBlameTheData()
    {
        await using var open = await browser.OpenAsync();

        // No better translator could answer it: the shop keeps no weather.
        await open.AskAsync("number of orders by weather and mood of the customer");

        await Expect(open.Page.Locator(".message.warning")).ToContainTextAsync("Not understood well enough to answer.");
        await Expect(open.Page.Locator("button.run")).ToHaveCountAsync(0);
    }
}
