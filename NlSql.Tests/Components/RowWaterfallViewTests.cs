using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

/// <summary>Rows step by step, counted by a service that the test drives.</summary>
public sealed class RowWaterfallViewTests : PageContext
{
    private const string Sql = "SELECT count(*) FROM shop.orders";

    private static readonly Waterfall Planned = new(
    [
        new WaterfallStep(WaterfallStepKind.Table, "shop.orders"), new WaterfallStep(WaterfallStepKind.Join, "JOIN shop.<b>lines</b>"),
    ]);

    [Fact]
    public void Count_Pressed_ShowsTheStepsAsTheyAreCounted()
    {
        using var turn = Turn();
        var view = Draw(turn);
        Assert.Empty(Waterfalls.Requests);

        view.Find("button").Click();
        Waterfalls.Progress!.Report(Planned.With(0, 12));

        view.WaitForAssertion(() => Assert.Contains("1 of 2 counted", view.Markup, StringComparison.Ordinal));
        Waterfalls.Done.SetResult(Planned.With(0, 12).With(1, 3400));

        view.WaitForAssertion(() => Assert.Empty(view.FindAll(".spinner")));
        var rows = view.FindAll("tbody tr");
        Assert.Contains("JOIN shop.<b>lines</b>", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("rows multiply", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("3,400", rows[1].QuerySelector(".number")!.TextContent);
        view.WaitForAssertion(() => Assert.Equal([view.Find("h2").Id], JSInterop.Invocations["focusIfLost"].Single().Arguments));
        Assert.Equal((Sql, "t1", "c1"), (Waterfalls.Requests[0].Sql, Waterfalls.Requests[0].TurnId, Waterfalls.Requests[0].ConversationId));
    }

    [Fact]
    public async Task Stop_Pressed_CancelsAndKeepsWhatWasCounted()
    {
        using var turn = Turn();
        var view = Draw(turn);
        view.Find("button").Click();
        Waterfalls.Progress!.Report(Planned.With(0, 12));
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll("tbody tr")));

        await view.FindAll("button").Single(button => button.TextContent.Contains("Stop", StringComparison.Ordinal)).ClickAsync(new());

        view.WaitForAssertion(() => Assert.Contains("Stopped", view.Markup, StringComparison.Ordinal));
        Assert.True(Waterfalls.Token.IsCancellationRequested);
        Assert.Contains("12", view.Find("tbody").TextContent, StringComparison.Ordinal);

        // The heading, once when the count began and once when Stop went.
        view.WaitForAssertion(() => Assert.Single(JSInterop.VerifyFocusAsyncInvoke(2).Select(call => ((ElementReference)call.Arguments[0]!).Id).Distinct()));
    }

    /// <summary>Nothing has come yet, and the count was stopped all the same: that is said, and the focus has a place.</summary>
    [Fact]
    public async Task Stop_PressedBeforeTheFirstStep_SaysSoAndKeepsTheFocus()
    {
        using var turn = Turn();
        var view = Draw(turn);
        view.Find("button").Click();
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll(".spinner")));

        await view.FindAll("button").Single(button => button.TextContent.Contains("Stop", StringComparison.Ordinal)).ClickAsync(new());

        view.WaitForAssertion(() => Assert.Equal("Stopped before a row was counted.", view.Find("p[role=status]").TextContent));
        view.WaitForAssertion(() => Assert.Single(JSInterop.VerifyFocusAsyncInvoke(2).Select(call => ((ElementReference)call.Arguments[0]!).Id).Distinct()));
        Assert.Contains(view.FindAll("button"), button => button.TextContent.Contains("Count again", StringComparison.Ordinal));
    }

    [Fact]
    public void Failure_IsSaidAndCanBeTriedAgain()
    {
        using var turn = Turn();
        var view = Draw(turn);
        view.Find("button").Click();

        Waterfalls.Done.SetException(new PipelineFailureException(new(FailureParty.Database, FailureTypes.DatabaseError, "The database is gone.")));

        view.WaitForAssertion(() => Assert.Contains("The database is gone.", view.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Contains(view.FindAll("button"), button => button.TextContent.Contains("Count again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Close_Pressed_GivesTheFocusBackToTheButtonThatOpens()
    {
        using var turn = Turn();
        var view = Draw(turn);
        view.Find("button").Click();
        Waterfalls.Done.SetResult(Planned.With(0, 12).With(1, 12));
        view.WaitForAssertion(() => Assert.Empty(view.FindAll(".spinner")));

        await view.Find("[aria-label^=Close]").ClickAsync(new());

        view.WaitForAssertion(() => Assert.Equal(2, JSInterop.VerifyFocusAsyncInvoke(2).Count));
        JSInterop.VerifyFocusAsyncInvoke(2)[^1].Arguments[0].ShouldBeElementReferenceTo(view.Find(".waterfall > button"));
    }

    [Fact]
    public void Text_Edited_TakesTheOldNumbersAway()
    {
        using var turn = Turn();
        var view = Draw(turn);
        view.Find("button").Click();
        Waterfalls.Done.SetResult(Planned.With(0, 12).With(1, 12));
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll("tbody tr")));

        turn.Edit("SELECT 2 FROM shop.orders");
        view.Render();

        view.WaitForAssertion(() => Assert.Empty(view.FindAll("tbody tr")));
        Assert.True(Waterfalls.Token.IsCancellationRequested);
        JSInterop.VerifyFocusAsyncInvoke(1);
    }

    private TurnState Turn()
    {
        var progress = TurnProgress.None.BeginDraft()
            .After(new DraftWritten(new SqlDraft { Sql = Sql, Generator = GeneratorNames.BuiltIn }))
            .After(new VerdictGiven(new GuardApproval(new ApprovedSql(Sql, []))))
            .After(new WaitingForReview("t1", 1));
        var view = new TurnView { Id = "t1", ConversationId = "c1", Question = "How many?", AskedAt = DateTimeOffset.UnixEpoch, Progress = progress };
        return new TurnState(view, null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
    }

    private IRenderedComponent<RowWaterfallView> Draw(TurnState turn) => Render<RowWaterfallView>(parameters => parameters.Add(view => view.Turn, turn));
}
