using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>What happens to SQL that a person edits in the page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EditedSqlTests(BrowserFixture browser)
{
    private const string Question = "How many shipments per carrier?";

    [Theory]
    [InlineData("SELECT carrier FRM sales.shipments WHERE", "Syntax")]
    [InlineData("DELETE FROM sales.shipments", "The statement is a DELETE")]
    [InlineData("SELECT 1; SELECT 2", "statement")]
    public async Task Edit_ThatMayNotRun_IsMarkedSaidAndKept(string sql, string words)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Question);
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await page.ToBeAtAsync("/c/");

        await open.EditAsync(sql);

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".refused")).ToContainTextAsync(words, new() { IgnoreCase = true });
            await Expect(page.Locator(".cm-lintRange-error").First).ToBeVisibleAsync();
            await Expect(page.Locator("button.run")).ToBeDisabledAsync();
            await Expect(page.Locator(".cm-content")).ToHaveTextAsync(sql);
            await page.FocusAsync(".cm-content");
            await page.Keyboard.PressAsync("Control+Enter");
            await Expect(page.Locator(".running, .result")).ToHaveCountAsync(0);
            await open.ReloadAsync();
        }

        await page.ClickAsync("button:has-text('Undo the edit')");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".refused")).ToHaveCountAsync(0);
        await Expect(page.Locator("button.run")).ToBeFocusedAsync();
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Edit_Run_IsNoLongerCalledTheGeneratorsAndTheFocusGoesToTheRows()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Question);
        await Expect(page.Locator(".turn header")).ToContainTextAsync("written by the built-in translator");
        await Expect(page.Locator(".chips")).ToBeVisibleAsync();
        await open.EditAsync("SELECT carrier, count(*) AS shipments FROM operations.shipments GROUP BY carrier\nORDER BY");
        await page.Keyboard.TypeAsync(" carr");
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToBeVisibleAsync();
        var popUp = await page.Locator(".cm-tooltip-autocomplete").BoundingBoxAsync();
        var run = await page.Locator("button.run").BoundingBoxAsync();
        Assert.True(popUp!.Y + popUp.Height <= run!.Y || popUp.X + popUp.Width <= run.X, "The completion covers Run.");
        await page.Keyboard.TypeAsync("ier");
        await Expect(page.Locator(".verdict .good")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToHaveCountAsync(0);
        await Expect(page.Locator(".grid")).ToBeFocusedAsync();
        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".turn header")).ToContainTextAsync("edited by hand, after a draft by the built-in translator");
            await Expect(page.Locator(".turn > .chips")).ToHaveCountAsync(0);
            await open.ReloadAsync();
        }
    }

    [Fact]
    public async Task Edit_RunAtOnce_RunsWhatStandsInTheEditor()
    {
        await using var open = await browser.OpenAsync();
        await open.AskAsync("SELECT 'asked' AS word");
        await Expect(open.Page.Locator("button.run")).ToBeEnabledAsync();

        await open.EditAsync("SELECT 'typed' AS word");
        await open.RunAsync();

        await Expect(open.Page.Locator(".grid-row")).ToHaveTextAsync("typed");
        await Expect(open.Page.Locator(".turn")).ToContainTextAsync("SQL v2");
    }

    [Fact]
    public async Task Editor_Emptied_StaysAndCanBeUndone()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("SELECT 'asked' AS word");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await page.ToBeAtAsync("/c/");

        await page.ClickAsync(".cm-content");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".verdict")).ToContainTextAsync("There is no SQL to run.");
            await Expect(page.Locator(".cm-placeholder")).ToHaveTextAsync("Type SQL");
            await Expect(page.Locator("button.run")).ToBeDisabledAsync();
            await open.ReloadAsync();
        }

        await page.ClickAsync("button:has-text('Undo the edit')");
        await Expect(page.Locator(".cm-content")).ToHaveTextAsync("SELECT 'asked' AS word");
        await page.ClickAsync(".cm-content");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("button.run")).ToBeDisabledAsync();
        await page.Keyboard.InsertTextAsync("SELECT 'typed' AS word");
        await open.RunAsync();

        await Expect(page.Locator(".grid-row")).ToHaveTextAsync("typed");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Run_Stopped_LeavesTheFocusOnRunAndSaysOnlyThatItWasStopped()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n");
        await Expect(page.Locator("button.run")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".running button")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message")).ToContainTextAsync("Stopped after");
        await Expect(page.Locator("button.run")).ToBeFocusedAsync();
        await Expect(page.Locator(".turn")).Not.ToContainTextAsync("Not run yet");
    }

    [Fact]
    public async Task Keyboard_Alone_AsksEditsRunsWalksTheRowsAndGetsTheCsv()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilLiveAsync();
        await page.Keyboard.TypeAsync(Question);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".cm-content")).ToBeVisibleAsync();

        await Expect(page.Locator("button.run")).ToBeFocusedAsync();
        await TabToAsync(open, "Shift+Tab", "cm-content");
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(" LIMIT 3");
        await Expect(page.Locator(".verdict .good")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(3);
        await Expect(page.Locator(".grid")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(page.Locator(".selection")).ToContainTextAsync("2 cells · sum");
        await TabToAsync(open, "Shift+Tab", "button small");

        // The spreadsheet comes first on the way back, then the CSV file.
        await page.Keyboard.PressAsync("Shift+Tab");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));

        Assert.Equal(4, (await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).Length);
        Assert.Empty(open.Trouble);
    }

    /// <summary>Presses until what has the focus is of this class; so many steps are more than any way on the page.</summary>
    private static async Task TabToAsync(OpenPage open, string key, string className)
    {
        for (var step = 0; step < 20; step++)
        {
            if ((await open.FocusAsync()).StartsWith(className, StringComparison.Ordinal))
            {
                return;
            }

            await open.Page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{key} never came to {className}.");
    }
}
