using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.Infrastructure;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

public sealed class DetailsPanelTests : PageContext
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void ReplayPack_IsOfferedToWhomItIsGiven(bool isOwn, int links)
    {
        var progress = TurnProgress.None.BeginDraft()
            .After(new DraftWritten(new SqlDraft { Sql = "SELECT 1", Generator = GeneratorNames.BuiltIn }))
            .After(new VerdictGiven(new GuardApproval(new ApprovedSql("SELECT 1", []))))
            .After(new WaitingForReview("t1", 1));
        var view = new TurnView { Id = "t1", ConversationId = "c1", Question = "Boats by town", AskedAt = DateTimeOffset.UnixEpoch, Progress = progress };
        using var turn = new TurnState(view, null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>()) { IsOwn = isOwn };

        var panel = Render<DetailsPanel>(parameters => parameters.Add(p => p.Turn, turn));

        Assert.Equal(links, panel.FindAll("a[href='api/turns/t1/replay.json']").Count);
    }
}
