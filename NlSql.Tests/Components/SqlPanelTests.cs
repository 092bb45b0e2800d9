using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

/// <summary>The panel of the SQL by itself, drawn when the draft is where the test wants it.</summary>
public sealed class SqlPanelTests : PageContext
{
    private const string Sql = "SELECT count(*) FROM shop.orders";

    [Fact]
    public void Draft_ReadyBeforeThePanelIsDrawn_TakesTheFocusToRun()
    {
        using var live = new LiveTurn(Ready(), Clock, NullLogger.Instance);
        using var turn = new TurnState(Ready(), live, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());

        var panel = Draw(turn);

        panel.WaitForAssertion(() => Assert.Equal(["run-t1"], JSInterop.Invocations["focusUnlessTyping"].Single().Arguments));
    }

    [Fact]
    public void Draft_ReadFromTheStore_LeavesTheFocusWhereItIs()
    {
        using var turn = new TurnState(Ready(), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());

        var panel = Draw(turn);

        panel.WaitForAssertion(() => Assert.NotNull(panel.Find("#run-t1")));
        Assert.Empty(JSInterop.Invocations["focusUnlessTyping"]);
        Assert.Empty(JSInterop.Invocations["focus"]);
    }

    [Fact]
    public async Task Warnings_OfTheDraft_AreToldAndTheirFixIsTakenByOneClick()
    {
        var fan = new LintWarning(LintRules.FanOut, "sum(o.total) takes a row of orders <b>twice</b>.", "Aggregate orders before joining lines.");
        var limit = new LintWarning(LintRules.LimitWithoutOrder, "LIMIT 5 without ORDER BY.", "Say which come first.") { Sql = Sql + " ORDER BY 1" };
        using var turn = new TurnState(Ready(fan, limit), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
        var panel = Draw(turn);

        var items = panel.FindAll(".lint li");
        Assert.Equal(2, items.Count);
        Assert.Contains("Rows counted more than once. sum(o.total) takes a row of orders <b>twice</b>.", items[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(items[0].QuerySelectorAll("button"));

        await panel.Find(".lint button").ClickAsync(new());

        panel.WaitForAssertion(() => Assert.Equal(Sql + " ORDER BY 1", turn.Edited));
        panel.WaitForAssertion(() => Assert.NotNull(turn.EditCheck));
        Assert.Empty(panel.FindAll(".lint"));
        Assert.Single(JSInterop.Invocations["focus"]);
    }

    [Fact]
    public async Task Warnings_OfAnEditedText_AreItsOwn()
    {
        using var turn = new TurnState(Ready(), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
        var panel = Draw(turn);

        await panel.InvokeAsync(() => turn.Edit("SELECT 1 / 2"));
        await panel.InvokeAsync(() => turn.Checked(new SqlCheck("SELECT 1 / 2", null, 1, null, null)
        {
            Warnings = [new LintWarning(LintRules.IntegerDivision, "1 / 2 divides whole numbers.", "Cast one side to numeric.")],
        }));
        panel.Render();

        panel.WaitForAssertion(() => Assert.Contains("1 / 2 divides whole numbers.", panel.Find(".lint").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warnings_WhenThePanelIsFolded_AreCountedInItsHeadAndOpenIt()
    {
        var limit = new LintWarning(LintRules.LimitWithoutOrder, "LIMIT 5 without ORDER BY.", "Say which come first.");
        using var turn = new TurnState(Ready(limit), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
        var panel = Draw(turn);
        Assert.Empty(panel.FindAll(".panel-head .warning"));

        await panel.Find(".fold").ClickAsync(new());

        Assert.Empty(panel.FindAll(".lint"));
        Assert.Equal("One thing to look at", panel.Find(".panel-head .warning").TextContent);

        var opens = panel.Find(".panel-head button:has(.warning)");
        Assert.Equal("false", opens.GetAttribute("aria-expanded"));
        await opens.ClickAsync(new());

        Assert.NotEmpty(panel.FindAll(".lint li"));
        Assert.Empty(panel.FindAll(".panel-head .warning"));
        panel.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke(1));
        JSInterop.VerifyFocusAsyncInvoke(1)[0].Arguments[0].ShouldBeElementReferenceTo(panel.Find(".lint h2[tabindex='-1']"));
    }

    /// <summary>While the statement runs its warnings are not listed: the focus goes to what folds the panel again.</summary>
    [Fact]
    public async Task Warnings_OpenedWhileTheStatementRuns_LeaveTheFocusAtTheFold()
    {
        var ready = Ready(new LintWarning(LintRules.LimitWithoutOrder, "LIMIT 5 without ORDER BY.", "Say which come first."));
        var running = ready with { Progress = ready.Progress.BeginRun(Sql) };
        using var turn = new TurnState(running, null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
        var panel = Draw(turn);
        var fold = panel.Find(".fold").GetAttribute("blazor:elementReference");
        await panel.Find(".fold").ClickAsync(new());

        await panel.Find(".panel-head button:has(.warning)").ClickAsync(new());

        Assert.Empty(panel.FindAll(".lint"));
        panel.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke(1));
        Assert.Equal(fold, ((ElementReference)JSInterop.VerifyFocusAsyncInvoke(1)[0].Arguments[0]!).Id);
    }

    /// <summary>A draft that the guard refused has no estimate, and the panel says why instead of saying nothing.</summary>
    [Fact]
    public async Task Refusal_OfADraftAndOfAnEditedText_SaysThatNothingWasPlanned()
    {
        var refusal = new GuardRefusal(GuardRules.FunctionNotListed, "The function pg_sleep is not on the list.");
        using var turn = new TurnState(Refused(refusal), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>());
        var panel = Draw(turn);

        panel.WaitForAssertion(() => Assert.Contains(GuardRefusal.NotPlanned, panel.Find(".refused").TextContent, StringComparison.Ordinal));

        await panel.InvokeAsync(() => turn.Edit("SELECT 1"));
        await panel.InvokeAsync(() => turn.Checked(new SqlCheck("SELECT 1", null, 0, null, null)));
        panel.Render();
        panel.WaitForAssertion(() => Assert.DoesNotContain(GuardRefusal.NotPlanned, panel.Markup, StringComparison.Ordinal));

        await panel.InvokeAsync(() => turn.Edit("SELECT 2"));
        await panel.InvokeAsync(() => turn.Checked(new SqlCheck("SELECT 2", refusal, 0, null, null)));
        panel.Render();
        panel.WaitForAssertion(() => Assert.Contains(GuardRefusal.NotPlanned, panel.Find(".refused").TextContent, StringComparison.Ordinal));
    }

    private static TurnView Refused(GuardRefusal refusal) => Ready() with
    {
        Progress = TurnProgress.None.BeginDraft()
            .After(new DraftWritten(new SqlDraft { Sql = Sql, Generator = GeneratorNames.BuiltIn }))
            .After(new VerdictGiven(refusal)),
    };

    private static TurnView Ready(params LintWarning[] warnings) => WaitingTurns.Of(Sql, warnings);

    private IRenderedComponent<SqlPanel> Draw(TurnState turn) => Render<SqlPanel>(parameters => parameters
        .Add(panel => panel.Turn, turn)
        .Add(panel => panel.IsLast, true)
        .AddCascadingValue(new TurnActions(default, default, default, default)));
}
