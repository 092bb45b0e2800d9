using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;

namespace NlSql.Tests.Components;

/// <summary>What goes wrong in one turn stays there.</summary>
public sealed class TurnFaultTests : PageContext
{
    private const string Sql = "SELECT count(*) FROM shop.orders";

    [Fact]
    public async Task Turn_ThatCannotBeDrawn_SaysSoWithAnIdAndTheRestLivesOn()
    {
        Keep("t1", 0, Broken());
        Keep("t2", 1, Rows("r2"));

        var page = Open();

        Assert.Equal(2, page.FindAll(".turn").Count);
        var broken = page.FindAll(".turn")[0];
        Assert.Equal("Question t1", broken.QuerySelector("h1")!.TextContent);
        Assert.Contains("This turn could not be shown", broken.TextContent, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", broken.QuerySelector("code")!.TextContent);
        Assert.NotNull(page.FindAll(".turn")[1].QuerySelector(".result .grid"));
        await page.InvokeAsync(() => page.FindComponent<Composer>().Instance.Submit("How many orders?"));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".turn").Count));
    }

    [Fact]
    public async Task Turn_ThatCouldNotBeDrawn_IsShownOnceAnotherRunHasMendedIt()
    {
        Keep("t1", 0, Broken());
        var page = Open();
        await page.InvokeAsync(() => page.Find(".turn .message button").ClickAsync());
        page.WaitForAssertion(() => Assert.Contains("This turn could not be shown", page.Find(".turn").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => Services.GetRequiredService<ConversationState>().Turns[0].Edit("SELECT 2"));
        await page.InvokeAsync(Services.GetRequiredService<PageKeys>().RunAsync);
        Keep("t1", 0, Rows("r2"));
        Pipeline.Run(new ResultReady(Rows("r2")), new TurnDone());
        Pipeline.EndRun();

        page.WaitForAssertion(() => Assert.NotNull(page.Find(".turn .result .grid")));
    }

    [Fact]
    public async Task Chart_ThatCannotBeDrawn_LeavesTheRows()
    {
        Keep("t1", 0, Rows("r1"), new ChartSpec { Kind = ChartKind.Bar, Title = "Impossible", Reason = "", X = 0, Y = [-1] });

        var page = Open();

        Assert.Contains("The chart could not be drawn.", page.Find(".result").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(".result .grid"));
    }

    [Fact]
    public async Task Script_FailingToMarkCells_LeavesTheTurn()
    {
        var grid = JSInterop.SetupModule("./dist/grid.js").SetupModule("create", _ => true);
        grid.Mode = JSRuntimeMode.Loose;
        var mark = grid.SetupVoid("mark", _ => true).SetException(new JSException("Cannot read properties of undefined"));
        Keep("t1", 0, Rows("r1"));
        var page = Open();

        await page.InvokeAsync(() => page.Find("button.traced").ClickAsync());

        page.WaitForAssertion(() => Assert.Single(mark.Invocations));
        Assert.NotNull(page.Find(".turn .result .grid"));
        Assert.Empty(page.FindAll(".message.bad"));
    }

    [Theory]
    [InlineData(true, 12, 12, false, "Copied 24 cells")]
    [InlineData(true, 20_000, 66_293, false, "Copied the first 20,000 of 66,293 rows; the CSV has all")]
    [InlineData(true, 300, 1_000, true, "Copied 300 of 1,000 rows: the others could not be read")]
    [InlineData(false, 0, 1_000, true, "Nothing was copied: the rows could not be read")]
    [InlineData(false, 12, 12, false, "The browser refused the clipboard")]
    [InlineData(true, 0, 0, false, "Copied 2 headings")]
    public async Task Copy_ByWhatIsInIt_SaysSo(bool done, long rows, long wanted, bool missing, string words)
    {
        Keep("t1", 0, Rows("r1"));
        var page = Open();

        await page.InvokeAsync(() => page.FindComponent<ResultGrid>().Instance.OnCopied(done, rows, wanted, 2, missing));

        Assert.Equal(words, page.Find(".selection").TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task Editor_Emptied_IsThereWithUndoAndWithoutRun(string nothing)
    {
        Keep("t1", 0, Rows("r1"));
        var page = Open();

        await page.InvokeAsync(() => Services.GetRequiredService<ConversationState>().Turns[0].Edit(nothing));

        page.WaitForAssertion(() => Assert.Contains("There is no SQL to run.", page.Find(".panel.sql").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find("button.run").HasAttribute("disabled"));
        Assert.DoesNotContain("Checking", page.Find(".panel.sql").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll(".foot button").Single(button => button.TextContent.Contains("Undo", StringComparison.Ordinal)).ClickAsync());
        page.WaitForAssertion(() => Assert.DoesNotContain("There is no SQL to run.", page.Markup, StringComparison.Ordinal));
        Assert.Null(Services.GetRequiredService<ConversationState>().Turns[0].Edited);
    }

    private IRenderedComponent<Ask> Open()
    {
        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));
        page.WaitForAssertion(() => page.Find(".turn"));
        return page;
    }

    private StoredResult Broken() => Rows("r1") with { Columns = null! };

    private StoredResult Rows(string id) => Results.Add(
        new StoredResult
        {
            Id = id,
            Columns = [new ResultColumn("status", "text", ColumnKind.Text), new ResultColumn("count", "bigint", ColumnKind.Integer)],
            RowCount = 2,
            Sql = Sql,
            RanAt = Clock.GetUtcNow(),
        },
        [["open", 3L], ["paid", 4L]]);

    private void Keep(string id, int ordinal, StoredResult result, ChartSpec? chart = null) => Conversations.Keep(
        new Turn
        {
            Id = id,
            ConversationId = "c1",
            Ordinal = ordinal,
            Question = $"Question {id}",
            AskedAt = Clock.GetUtcNow(),
            Status = TurnStatus.Answered,
            Versions = [new SqlVersion(1, Sql, "built-in", Clock.GetUtcNow(), null, null)],
            Result = result,
            ResultVersion = 1,
            Chart = chart,
            Analysis = new AnalysisFinished("There are 2 rows.", "built-in", [new TracedNumber("2", "count", [new CellReference(-1, -1)])], [], [], []),
        });
}
