using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>The core of the work: type, Enter, look, Enter.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RunFocusTests(BrowserFixture browser)
{
    [Fact]
    public async Task EnterAfterTheDraft_OnFirstAndLaterQuestions_RunsItEveryTime()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var open = await browser.OpenAsync();
            var page = open.Page;
            await open.WaitUntilLiveAsync();
            for (var turn = 0; turn < 3; turn++)
            {
                await page.FocusAsync("#question");
                await page.Keyboard.TypeAsync($"SELECT {turn} AS number, 'round {round}' AS word");
                await page.Keyboard.PressAsync("Enter");
                // At once when the SQL is there, whether or not the focus has come to Run by then.
                await Expect(page.Locator(".turn").Nth(turn).Locator("button.run")).ToBeEnabledAsync();
                await page.Keyboard.PressAsync("Enter");

                await Expect(page.Locator(".turn").Nth(turn).Locator(".grid-row")).ToHaveCountAsync(1);
                await Expect(page.Locator(".turn")).ToHaveCountAsync(turn + 1);
            }

            Assert.Empty(open.Trouble);
        }
    }

    [Fact]
    public async Task Draft_Ready_TakesTheFocusToRunOnFirstAndLaterQuestions()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var open = await browser.OpenAsync();
            for (var turn = 0; turn < 3; turn++)
            {
                await open.AskAsync($"SELECT {turn} AS number, 'round {round}' AS word");

                await Expect(open.Page.Locator(".turn").Nth(turn).Locator("button.run")).ToBeFocusedAsync();
                await Expect(open.Page.Locator("#question")).ToHaveValueAsync("");
            }
        }
    }

    [Fact]
    public async Task Enter_PressedTwiceAtOnce_AsksOnce()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("How many shipments per carrier?");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("button.run, .result")).ToHaveCountAsync(1);
        await open.AskAsync("How many carriers are there?");

        await Expect(page.Locator(".turn").Nth(1).Locator("button.run")).ToBeFocusedAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(2);
        await Expect(page.Locator(".problem")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Typing_AfterAsking_KeepsTheFocusAndTheText()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilLiveAsync();
        await page.FocusAsync("#question");
        await page.Keyboard.TypeAsync("SELECT 1 AS number");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" and then the next");

        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator("#question")).ToBeFocusedAsync();
        await Expect(page.Locator("#question")).ToHaveValueAsync(" and then the next");
    }
}
