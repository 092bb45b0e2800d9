using Bunit;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Turns;
using NlSql.Web.State.Turns;

namespace NlSql.Tests.Components;

public sealed class DraftChangesTests : PageContext
{
    [Fact]
    public void Mended_ShowsTheDiffWithReasons_AndOpensWhereTheMeaningMayChange()
    {
        var card = Show(new DraftStep("SELECT town\nFROM boats")
        {
            Mended = "SELECT h.town\nFROM boats\nJOIN harbours h",
            Corrections = [new Correction("<b>harbours</b> was joined in for town", ChangesMeaning: true), new Correction("boat is boats")],
        });

        var lines = card.FindAll("pre span").Select(line => line.TextContent.TrimEnd());
        Assert.Equal(["− SELECT town", "+ SELECT h.town", "  FROM boats", "+ JOIN harbours h"], lines);
        Assert.True(card.Find("details").HasAttribute("open"));
        var reasons = card.FindAll("li").Select(reason => string.Join(' ', reason.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["<b>harbours</b> was joined in for town may change what is answered", "boat is boats"], reasons);
    }

    [Fact]
    public void Repaired_ShowsTheFaultAndWhatWasWrittenInstead()
    {
        var card = Show(new DraftStep("SELECT nosuch(1)") { Fault = "There is no function nosuch." }, new DraftStep("SELECT 1"));

        Assert.Contains("because it would not run: There is no function nosuch.", card.Markup, StringComparison.Ordinal);
        Assert.Equal(["− SELECT nosuch(1)", "+ SELECT 1"], card.FindAll("pre span").Select(line => line.TextContent.TrimEnd()));
        Assert.False(card.Find("details").HasAttribute("open"));
    }

    [Fact]
    public void Unchanged_ShowsNothing() => Assert.Empty(Show(new DraftStep("SELECT 1")).Markup.Trim());

    private IRenderedComponent<DraftChanges> Show(params DraftStep[] steps) => Render<DraftChanges>(parameters => parameters.Add(c => c.View, new TurnView
    {
        Id = "t1",
        ConversationId = "c1",
        Question = "Boats by town",
        AskedAt = DateTimeOffset.UnixEpoch,
        Progress = TurnProgress.None with { Draft = new SqlDraft { Generator = "model:x", Work = new ModelWork("x", "", "") { Steps = steps } } },
    }));
}
