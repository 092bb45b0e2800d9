using Bunit;
using Microsoft.AspNetCore.Components;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

public sealed class DeclinedTests : PageContext
{
    [Fact]
    public async Task Decline_WithDetails_ShowsThemAndAsksTheExample()
    {
        var asked = "";
        var actions = new TurnActions(EventCallback.Factory.Create<string>(this, question => asked = question), default, default, default);
        var decline = new Decline("Not understood: refunds.", ["refunds"])
        {
            Nearest = [new NearestNames("refunds", ["shop.orders.returned_at"])],
            Likeliest = "customers: <b>customers</b>",
            Example = "number of orders by status",
        };

        var card = Render<Declined>(parameters => parameters.AddCascadingValue(actions).Add(c => c.View, View(decline)));
        await card.Find("button").ClickAsync(new());

        Assert.Contains("Nearest to “refunds”: shop.orders.returned_at.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("customers: <b>customers</b>.", card.Find(".message").TextContent, StringComparison.Ordinal);
        Assert.Equal("number of orders by status", asked);
    }

    [Fact]
    public void Decline_WithoutDetails_ShowsTheReasonAlone()
    {
        var actions = new TurnActions(default, default, default, default);

        var card = Render<Declined>(parameters => parameters.AddCascadingValue(actions).Add(c => c.View, View(new Decline("There is no table to ask.", []))));

        Assert.Contains("There is no table to ask.", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Nearest", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll("button"));
    }

    private static TurnView View(Decline decline) => new()
    {
        Id = "t1",
        ConversationId = "c1",
        Question = "Refunds of clients",
        AskedAt = DateTimeOffset.UnixEpoch,
        Progress = TurnProgress.None with { Draft = new SqlDraft { Generator = "built-in", Declined = decline } },
    };
}
