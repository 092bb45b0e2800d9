using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class AskTests(BrowserFixture browser)
{
    private const string Question = "How many shipments per carrier?";

    [Fact]
    public async Task Question_AskedEditedRun_ShowsRowsChartAnalysisAndGivesTheWholeCsv()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Question);

        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".turn")).ToContainTextAsync("Not run yet");
        await open.EditAsync("SELECT carrier, count(*) AS shipments FROM operations.shipments GROUP BY carrier ORDER BY carrier DESC");
        await Expect(page.Locator(".turn")).ToContainTextAsync("edited after v1");
        await Expect(page.Locator(".verdict .good")).ToContainTextAsync("Passed");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await Expect(page.Locator(".chart svg").First).ToBeVisibleAsync();
        await Expect(page.Locator(".markdown")).ToContainTextAsync("DHL");
        await Expect(page.Locator(".turn")).ToContainTextAsync("SQL v2");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a:has-text('CSV')"));
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("carrier,", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Number_OfTheAnalysisClicked_MarksItsCells()
    {
        await using var open = await browser.OpenAsync();
        await open.AskAsync(Question);
        await open.Page.ClickAsync("button.run:not([disabled])");
        // While the text still comes, what is clicked may be drawn anew in the same moment.
        await Expect(open.Page.Locator(".analysis .by")).ToBeVisibleAsync();
        await open.Page.Locator(".markdown button.traced").First.ClickAsync();

        await Expect(open.Page.Locator(".grid-cell.marked").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Numbers_OfTheAnalysisClickedOneByOne_MarkCellsAndThePageLives()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("How many orders did we get each month in 2025?");
        await open.RunAsync();
        var numbers = page.Locator(".markdown button.traced");
        await Expect(page.Locator(".analysis .by")).ToBeVisibleAsync();

        // A number of rows has no column: it stands for all of them.
        await page.Locator(".markdown button.traced:text-is('12')").First.ClickAsync();
        await Expect(page.Locator(".grid-row .grid-cell:not(.marked)")).ToHaveCountAsync(0);

        for (var i = 0; i < await numbers.CountAsync(); i++)
        {
            await numbers.Nth(i).ClickAsync();
            await Expect(page.Locator(".grid-cell.marked").First).ToBeVisibleAsync();
        }

        await Expect(page.Locator(".turn")).ToHaveCountAsync(1);
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Chart_KeysOfNullAndOfEmptyText_StayApartAndTheConversationOpensAgain()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("SELECT * FROM (VALUES (NULL,'a',1),('','b',2),('x','a',3),('x','b',4)) v(k,s,n)");
        await open.RunAsync();
        await page.ToBeAtAsync("/c/");

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
            await Expect(page.Locator(".apexcharts-xaxis-label").First).ToBeVisibleAsync();
            Assert.Equal(["NULL", "''", "x"], await page.Locator(".apexcharts-xaxis-label tspan").AllTextContentsAsync());
            await open.ReloadAsync();
        }

        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Script_OfTheGridMissing_SaysSoAndLeavesTheRestOfTheTurn()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await page.RouteAsync("**/dist/grid*.js", route => route.AbortAsync());
        await open.AskAsync(Question);
        await page.ClickAsync("button.run:not([disabled])");

        await Expect(page.Locator(".result")).ToContainTextAsync("The browser could not draw the rows.");
        await Expect(page.Locator(".markdown")).ToContainTextAsync("DHL");
        await page.Locator(".markdown button.traced").First.ClickAsync();
        await Expect(page.Locator("a:has-text('CSV')")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Conversation_Reloaded_ShowsSqlRowsAndAnalysisAgain()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync(Question);
        await page.ClickAsync("button.run:not([disabled])");
        await Expect(page.Locator(".markdown")).ToBeVisibleAsync();
        await page.ToBeAtAsync("/c/");

        await page.ReloadAsync();

        await Expect(page.Locator(".turn h1")).ToHaveTextAsync(Question);
        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await Expect(page.Locator(".markdown")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Chart_CategoriesAreMarkup_ShowsThemAsText()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("""SELECT '<i class="hole">' || n || '</i>' AS label, n AS amount FROM generate_series(1, 4) n""");
        await page.ClickAsync("button.run:not([disabled])");
        await page.Locator(".chart .apexcharts-bar-area").First.HoverAsync();

        await Expect(page.Locator(".chart .apexcharts-tooltip-title").First).ToContainTextAsync("class=");
        await Expect(page.Locator(".hole")).ToHaveCountAsync(0);
        Assert.Empty(open.Trouble);
    }

    [Theory]
    [InlineData("How many orders did we get each month in 2025?", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec 2025")]
    [InlineData("How many customers per country?", "United Kingdom Netherlands Switzerland Austria Germany Sweden France")]
    public async Task Chart_Axis_NamesEveryPeriodAndCutsNoName(string question, string names)
    {
        await using var open = await browser.OpenAsync();
        await open.AskAsync(question);
        await open.RunAsync();

        // The chart is drawn again when what is around it changes: at any one moment there may be no labels.
        var axis = open.Page.Locator(".apexcharts-xaxis").First;
        foreach (var name in names.Split(' '))
        {
            await Expect(axis).ToContainTextAsync(name);
        }

        await Expect(axis).Not.ToContainTextAsync("…");
    }

    [Fact]
    public async Task WritingSql_Asked_IsRefusedAndCannotRun()
    {
        await using var open = await browser.OpenAsync();
        await open.AskAsync("DELETE FROM sales.orders");

        await Expect(open.Page.Locator(".refused")).ToBeVisibleAsync();
        await Expect(open.Page.Locator("button.run")).ToBeDisabledAsync();
        await open.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(open.Page.Locator(".result")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Answer_GivenToAProgram_IsShownAsWhatItIs()
    {
        var answer = await (await browser.AppAsync()).PostAsync("/api/query", new { question = Question });
        await using var open = await browser.OpenAsync($"c/{answer.Json.GetProperty("conversationId").GetString()}");
        var page = open.Page;

        await Expect(page.Locator(".turn header")).ToContainTextAsync("asked through the API");
        await Expect(page.Locator(".turn header")).ToContainTextAsync("written by the built-in translator");
        await Expect(page.Locator(".panel.sql .title")).ToHaveTextAsync("SQL v1");
        await Expect(page.Locator(".turn > .chips")).ToBeVisibleAsync();
        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await open.AskAsync("How many carriers are there?");
        await Expect(page.Locator(".turn").Nth(1).Locator("button.run")).ToBeEnabledAsync();
        await Expect(page.Locator(".turn").Nth(1).Locator("header")).Not.ToContainTextAsync("API");
    }

    [Fact]
    public async Task Run_Stopped_SaysSo()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.AskAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n");
        await page.ClickAsync("button.run:not([disabled])");
        await page.ClickAsync(".running button");

        await Expect(page.Locator(".message")).ToContainTextAsync("Stopped after", new() { Timeout = 5000 });
    }

    [Fact]
    public async Task TypedQuestion_Reloaded_IsStillThere()
    {
        await using var open = await browser.OpenAsync();
        await open.WaitUntilLiveAsync();
        await open.Page.FillAsync("#question", "half a quest");

        await open.Page.ReloadAsync();

        await Expect(open.Page.Locator("#question")).ToHaveValueAsync("half a quest");
    }

    [Fact]
    public async Task Question_WithMarkupAndEmoji_StaysText()
    {
        await using var open = await browser.OpenAsync();
        await open.AskAsync("<img src=x onerror=document.title='x'> مرحبا 🙂");

        await Expect(open.Page.Locator(".turn h1")).ToHaveTextAsync("<img src=x onerror=document.title='x'> مرحبا 🙂");
        await Expect(open.Page.Locator(".turn img")).ToHaveCountAsync(0);
    }
}
