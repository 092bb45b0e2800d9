using Bunit;
using Microsoft.Extensions.DependencyInjection;
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
        using var turn = new TurnState(WaitingTurns.Of("SELECT 1"), null, new UnsavedEdits(), Services.GetRequiredService<CircuitPresence>()) { IsOwn = isOwn };

        var panel = Render<DetailsPanel>(parameters => parameters.Add(p => p.Turn, turn));

        Assert.Equal(links, panel.FindAll("a[href='api/turns/t1/replay.json']").Count);
    }
}
