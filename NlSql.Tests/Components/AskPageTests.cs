using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Conversations;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

public sealed class AskPageTests : PageContext
{
    private const string Sql = "SELECT count(*) FROM shop.orders";

    private static readonly PlanEstimate Estimate = new(1, 900, [new PlannedScan("shop.orders", 48_210)], false);

    [Fact]
    public async Task Example_Clicked_AsksItAndChangesTheUrl()
    {
        var page = Render<Ask>();
        var question = page.FindAll(".examples button")[0].TextContent.Trim();

        await PressAsync(page, ".examples button");

        Assert.Equal(question, (await Pipeline.NextDraftAsync()).Question);
        Assert.EndsWith("/c/c1", Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_Streaming_ShowsQuestionTablesAndStop()
    {
        var page = await AskAsync("How many orders?");

        Pipeline.Draft(
            new StageStarted(PipelineStage.Retrieval, "Searching"),
            new SchemaFound(new()
            {
                Tables = [new(SampleCatalog.Shop.Tables[0], 1, Core.Language.Retrieval.RetrievalReason.Matched, "in its name")]
            }) { Duration = TimeSpan.FromMilliseconds(3) });

        page.WaitForAssertion(() => Assert.Contains("Found shop.orders", page.Find(".stages").TextContent, StringComparison.Ordinal));
        Assert.Equal("How many orders?", page.Find(".turn h1").TextContent);
        Assert.NotNull(page.Find(".stages button"));
    }

    [Fact]
    public async Task Draft_Approved_WaitsWithTheOnlyFilledButtonOnRun()
    {
        var page = await AskAsync("How many orders?");

        await EndDraftAsync(page, null);

        page.WaitForAssertion(() => Assert.Contains("Passed · 1 table · reads about 48,000 rows", page.Find(".verdict").TextContent, StringComparison.Ordinal));
        Assert.Contains("Not run yet", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.FindAll("button.primary"));
        Assert.Empty(Pipeline.Runs);
    }

    [Fact]
    public async Task Draft_Refused_DisablesRunAndOffersTheRewrite()
    {
        var page = await AskAsync("Delete everything");

        await EndDraftAsync(page, new GuardRefusal("statement-not-select", "A DELETE changes data.", "DeleteStmt", 0, 6, "SELECT 1"));

        page.WaitForAssertion(() => Assert.Contains("Statement not select", page.Find(".refused").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find("button.run").HasAttribute("disabled"));

        await PressAsync(page, ".refused button");

        page.WaitForAssertion(() => Assert.False(page.Find("button.run").HasAttribute("disabled")));
        Assert.Contains("edited after v1", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Clicked_TakesTheEditedTextAndShowsTheResult()
    {
        var page = await AskAsync("How many orders?");
        await EndDraftAsync(page, null);
        var turn = Services.GetRequiredService<ConversationState>().Turns[0];
        turn.Edit(Sql + " WHERE total > 100");
        turn.Checked(new SqlCheck(turn.Sql, null, 1, Estimate, null));
        page.WaitForAssertion(() => Assert.False(page.Find("button.run").HasAttribute("disabled")));

        await PressAsync(page, "button.run");
        Pipeline.Run(new RowsCounted(1), new ResultReady(OneRow()), new TurnDone());
        Keep(turn.View, OneRow(), TurnStatus.Answered);
        Pipeline.EndRun();

        page.WaitForAssertion(() => Assert.Contains("1 row", page.Find(".result").TextContent, StringComparison.Ordinal));
        Assert.Equal(Sql + " WHERE total > 100", Pipeline.Runs[0].Sql);
    }

    [Fact]
    public async Task Draft_EditedByHand_NoLongerCarriesWhatWasSaidOfTheDraft()
    {
        var page = await AskAsync("How many orders?");
        await EndDraftAsync(page, null, new Understanding("orders", "shop.orders", []));
        page.WaitForAssertion(() => Assert.Contains("shop.orders", page.Find(".chips").TextContent, StringComparison.Ordinal));
        var turn = Services.GetRequiredService<ConversationState>().Turns[0];

        await page.InvokeAsync(() => turn.Edit("SELECT 1"));

        page.WaitForAssertion(() => Assert.Contains(
            "edited by hand, after a draft by the built-in translator",
            page.Find(".turn header").TextContent,
            StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".chips"));
        await PressAsync(page, ".turn header button");
        page.WaitForAssertion(() => Assert.Contains(
            "You, after a draft by the built-in translator",
            page.Find(".details").TextContent,
            StringComparison.Ordinal));
        Assert.DoesNotContain("sure", page.Find(".details").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => turn.Edit(Sql));

        page.WaitForAssertion(() => Assert.Contains("90 % sure", page.Find(".details").TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll(".chips"));
    }

    [Fact]
    public async Task Question_EmptyOrTooLong_IsSaidAtTheBoxAndNothingIsAsked()
    {
        var page = Render<Ask>();
        var composer = page.FindComponent<NlSql.Web.Components.Turns.Composer>();

        await page.InvokeAsync(() => composer.Instance.Submit("  "));
        page.WaitForAssertion(() => Assert.Contains("The question is empty.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => composer.Instance.Submit(new string('x', 100_000)));
        page.WaitForAssertion(() => Assert.Contains(
            "100,000 characters long; the limit is 20,000",
            page.Find("[role=alert]").TextContent,
            StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".turn"));
        Assert.Empty(Pipeline.Drafts);

        await page.InvokeAsync(() => composer.Instance.Submit("How many orders?"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
    }

    [Fact]
    public async Task Stop_WhileRunning_CancelsThePipelineAndSaysSo()
    {
        var page = await AskAsync("How many orders?");
        await EndDraftAsync(page, null);
        page.WaitForAssertion(() => page.Find("button.run"));
        await PressAsync(page, "button.run");
        page.WaitForAssertion(() => page.Find(".running button"));
        await Pipeline.NextRunAsync();

        Keep(CurrentView(), null, TurnStatus.Stopped);
        await PressAsync(page, ".running button");

        await Pipeline.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        page.WaitForAssertion(() => Assert.Contains("Stopped", page.Find(".message").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("Not run yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clarification_OptionClicked_AsksTheOption()
    {
        var page = await AskAsync("Revenue in 2025");
        var draft = new SqlDraft { Generator = "built-in", Clarify = new Clarification("Which date?", ["Revenue by order date", "Revenue by payment date"]) };
        var failure = new PipelineFailure(FailureParty.Caller, FailureTypes.ClarificationNeeded, "Which date?");
        Keep(CurrentView() with { Progress = TurnProgress.None with { Draft = draft, Failure = failure } }, null, TurnStatus.Declined);
        Pipeline.Draft(new DraftWritten(draft), new TurnFailed(failure));
        Pipeline.EndDraft();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".message .actions button").Count));

        await PressAsync(page, ".message .actions button", 1);

        Assert.Equal("Revenue in 2025", (await Pipeline.NextDraftAsync()).Question);
        Assert.Equal("Revenue by payment date", (await Pipeline.NextDraftAsync()).Question);
    }

    [Fact]
    public async Task Failure_OfTheDatabase_NamesThePartyTheAdviceAndTheId()
    {
        var page = await AskAsync("How many orders?");
        var failure = new PipelineFailure(
            FailureParty.Database,
            FailureTypes.DatabaseUnreachable,
            "The server does not answer.",
            "Check DB_HOST.",
            true) { SqlState = "08006", CorrelationId = "abc123" };
        Keep(CurrentView() with { Progress = TurnProgress.None.Failed(failure) }, null, TurnStatus.Failed);
        Pipeline.Draft(new TurnFailed(failure));
        Pipeline.EndDraft();

        page.WaitForAssertion(() => Assert.Contains(
            "The database: The server does not answer.",
            page.Find(".message.bad").TextContent,
            StringComparison.Ordinal));
        var text = page.Find(".message.bad").TextContent;
        Assert.Contains("Check DB_HOST.", text, StringComparison.Ordinal);
        Assert.Contains("abc123", text, StringComparison.Ordinal);
        Assert.Contains("Try again", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_WithMarkup_StaysText()
    {
        var page = await AskAsync("<script>alert(1)</script> مرحبا 🙂");

        page.WaitForAssertion(() => Assert.Equal("<script>alert(1)</script> مرحبا 🙂", page.Find(".turn h1").TextContent));
        Assert.Empty(page.FindAll(".turn script"));
    }

    [Fact]
    public async Task Conversation_Reopened_JoinsTheRunThatGoesOn()
    {
        await AskAsync("How many orders?");
        await Pipeline.NextDraftAsync();
        await DisposeComponentsAsync();
        Services.GetRequiredService<ConversationState>().Dispose();
        await Services.GetRequiredService<ConversationState>().OpenAsync(null, Xunit.TestContext.Current.CancellationToken);

        var again = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        again.WaitForAssertion(() => Assert.NotNull(again.Find(".stages")));
        Assert.False(Pipeline.Cancelled.Task.IsCompleted);
        Pipeline.Draft(new StageStarted(PipelineStage.Retrieval, "Finding the tables"));
        again.WaitForAssertion(() => Assert.Contains("Finding the tables", again.Find(".stages").TextContent, StringComparison.Ordinal));
        Assert.Single(Pipeline.Drafts);
    }

    private async Task<IRenderedComponent<Ask>> AskAsync(string question)
    {
        await Services.GetRequiredService<CircuitPresence>().Set(true);
        var page = Render<Ask>();
        await page.InvokeAsync(() => page.FindComponent<NlSql.Web.Components.Turns.Composer>().Instance.Submit(question));
        page.WaitForAssertion(() => page.Find(".turn"));
        return page;
    }

    /// <summary>Finds and clicks in one go on the renderer's thread: a render between the two would take the element away.</summary>
    private static Task PressAsync(IRenderedComponent<Ask> page, string selector, int index = 0) =>
        page.InvokeAsync(() => page.FindAll(selector)[index].ClickAsync());

    private TurnView CurrentView() => Services.GetRequiredService<ConversationState>().Turns[0].View;

    private async Task EndDraftAsync(IRenderedComponent<Ask> page, GuardRefusal? refusal, params Understanding[] understood)
    {
        var draft = new SqlDraft { Generator = "built-in", Sql = Sql, Confidence = 0.9, Understood = understood };
        var version = new SqlVersion(1, Sql, "built-in", Clock.GetUtcNow(), refusal, refusal is null ? Estimate : null);
        var view = CurrentView() with { Progress = TurnProgress.None with { Draft = draft }, Versions = [version] };
        Keep(view, null, refusal is null ? TurnStatus.WaitingForReview : TurnStatus.Refused);
        Pipeline.Draft(new DraftWritten(draft));
        if (refusal is null)
        {
            Pipeline.Draft(new VerdictGiven(new WordGuard().Check(Sql, GuardScope.NamesOnly)), new PlanEstimated(Estimate), new WaitingForReview(view.Id, 1));
        }
        else
        {
            Pipeline.Draft(new VerdictGiven(refusal), new TurnFailed(new PipelineFailure(FailureParty.Guard, FailureTypes.SqlRefused, refusal.Message)));
        }

        Pipeline.EndDraft();
        page.WaitForAssertion(() => Assert.False(Services.GetRequiredService<ConversationState>().Turns[0].View.IsBusy));
    }

    private void Keep(TurnView view, StoredResult? result, TurnStatus status) => Conversations.Keep(
        new Turn
        {
            Id = view.Id,
            ConversationId = view.ConversationId,
            Question = view.Question,
            AskedAt = view.AskedAt,
            Status = status,
            Draft = view.Draft,
            Versions = view.Versions,
            Result = result,
            ResultVersion = result is null ? null : 1,
            Failure = view.Failure,
        });

    private StoredResult OneRow() => Results.Add(
        new StoredResult
        {
            Id = "r1",
            Columns = [new ResultColumn("count", "bigint", Core.Database.Catalog.ColumnKind.Integer)],
            RowCount = 1,
            Sql = Sql,
            RanAt = Clock.GetUtcNow(),
            Duration = TimeSpan.FromMilliseconds(84)
        },
        [[48_210L]]);
}
