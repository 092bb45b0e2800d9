using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Language.Generation;
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
    }

    private static TurnView Ready()
    {
        var progress = TurnProgress.None.BeginDraft()
            .After(new DraftWritten(new SqlDraft { Sql = Sql, Generator = GeneratorNames.BuiltIn }))
            .After(new VerdictGiven(new GuardApproval(new ApprovedSql(Sql, []))))
            .After(new WaitingForReview("t1", 1));
        return new TurnView { Id = "t1", ConversationId = "c1", Question = "How many orders?", AskedAt = DateTimeOffset.UnixEpoch, Progress = progress };
    }

    private IRenderedComponent<SqlPanel> Draw(TurnState turn) => Render<SqlPanel>(parameters => parameters
        .Add(panel => panel.Turn, turn)
        .Add(panel => panel.IsLast, true)
        .AddCascadingValue(new TurnActions(default, default, default, default)));
}
