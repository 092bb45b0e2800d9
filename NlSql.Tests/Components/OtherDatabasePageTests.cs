using Bunit;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Layout;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

/// <summary>A conversation of another database is not taken for one of the database that is connected.</summary>
public sealed class OtherDatabasePageTests : PageContext
{
    public OtherDatabasePageTests() => Conversations.Keep(new Turn
    {
        Id = "t1",
        ConversationId = "c1",
        Question = "How many members?",
        AskedAt = Clock.GetUtcNow(),
        Status = TurnStatus.Answered,
        Versions = [new SqlVersion(1, "SELECT 1", "built-in", Clock.GetUtcNow(), null, null)],
        Database = new AskedDatabase("gym on test:5432", "test_5432-gym"),
    });

    [Fact]
    public void Conversation_Opened_SaysWhoseItIsAndOffersNoRun()
    {
        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        page.WaitForAssertion(() => Assert.Contains(
            "asked of the database gym on test:5432; you are connected to warehouse on db.example:5432.",
            page.Find("[role=note]").TextContent,
            StringComparison.Ordinal));
        Assert.Equal("of gym on test:5432", page.Find(".turn .chip.warning").TextContent);
        Assert.True(page.Find(".run").HasAttribute("disabled"));
    }

    [Fact]
    public void Conversation_Opened_OffersNothingThatOnlyFails()
    {
        var result = Results.Add(
            new StoredResult
            {
                Id = "r1",
                Columns = [new ResultColumn("city", "text", ColumnKind.Text)],
                RowCount = 1,
                Sql = "SELECT",
                RanAt = Clock.GetUtcNow(),
            },
            [["Leeds"]]);
        Conversations.Keep(new Turn
        {
            Id = "t2",
            ConversationId = "c1",
            Question = "Which members?",
            AskedAt = Clock.GetUtcNow(),
            Status = TurnStatus.Failed,
            Failure = new(FailureParty.Infrastructure, FailureTypes.Unexpected, "Something broke."),
            Database = new AskedDatabase("gym on test:5432", "test_5432-gym"),
            Result = result,
        });

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        page.WaitForAssertion(() => Assert.Contains("Something broke.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Try again", page.Markup, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Rows\"", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("export.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversation_OfTheConnectedDatabase_SaysNothing()
    {
        Database.Identity = new AskedDatabase("gym on test:5432", "test_5432-gym");

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        page.WaitForAssertion(() => Assert.False(page.Find(".run").HasAttribute("disabled")));
        Assert.Empty(page.FindAll("[role=note]"));
        Assert.Empty(page.FindAll(".turn .chip.warning"));
    }

    [Fact]
    public void List_Drawn_MarksIt()
    {
        var menu = Render<NavMenu>();

        menu.WaitForAssertion(() => Assert.Equal("gym on test:5432", menu.Find(".elsewhere").TextContent));
    }

    [Fact]
    public void List_OnceTheDatabaseIsConnected_HasNoMark()
    {
        var menu = Render<NavMenu>();
        menu.WaitForAssertion(() => Assert.NotEmpty(menu.FindAll(".elsewhere")));

        Database.Identity = new AskedDatabase("gym on test:5432", "test_5432-gym");
        Database.Move(new DatabaseState(DatabasePhase.Ready, "Ready"));

        menu.WaitForAssertion(() => Assert.Empty(menu.FindAll(".elsewhere")));
    }
}
