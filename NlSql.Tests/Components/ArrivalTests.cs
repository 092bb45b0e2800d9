using Bunit;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

public sealed class ArrivalTests : PageContext
{
    [Fact]
    public void Ready_ShowsNewestDateThatIsNotInTheFutureAndTheGenerator()
    {
        var page = Render<Arrival>();

        page.WaitForAssertion(() => Assert.Contains(
            "newest data 27 February 2026 (shop.orders.ordered_on)",
            page.Find("header").TextContent,
            StringComparison.Ordinal));
        Assert.Contains("the built-in translator", page.Find("header").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Ready_OffersSixQuestionsDerivedFromTheCatalog()
    {
        var page = Render<Arrival>();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".examples button")));
        var questions = page.FindAll(".examples button").Select(button => button.TextContent.Trim()).ToList();
        Assert.Contains("How many orders are there?", questions);
        Assert.Contains("Number of orders by status", questions);
        Assert.DoesNotContain(questions, question => question.Contains("email", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void NoTables_ShowsTheGrantThatIsMissing()
    {
        Database.Catalog = SampleCatalog.Shop with { Tables = [], ForeignKeys = [] };

        var page = Render<Arrival>();

        page.WaitForAssertion(() => Assert.Contains("GRANT SELECT ON ALL TABLES", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".examples"));
    }

    [Fact]
    public void Unreachable_SaysWhoIsAtFaultAndOffersRetry()
    {
        Database.Failure = new PipelineFailure(
            FailureParty.Database,
            FailureTypes.DatabaseUnreachable,
            "db.example:5432 does not answer.",
            "Check DB_HOST and DB_PORT.",
            true);

        var page = Render<Arrival>();
        page.WaitForAssertion(() => Assert.Contains("db.example:5432 does not answer.", page.Find(".message.bad").TextContent, StringComparison.Ordinal));

        Database.Failure = null;
        page.Find(".message.bad button").Click();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".examples button")));
    }

    [Fact]
    public void Unreachable_ThenReady_ShowsTheDatabaseWithoutBeingAsked()
    {
        Database.Failure = new PipelineFailure(
            FailureParty.Database,
            FailureTypes.DatabaseUnreachable,
            "db.example:5432 does not answer.",
            "Check DB_HOST and DB_PORT.",
            true);
        var page = Render<Arrival>();
        page.WaitForAssertion(() => page.Find(".message.bad"));

        Database.Failure = null;
        Database.Move(new DatabaseState(DatabasePhase.Ready, "Ready"));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".examples button")));
        Assert.Empty(page.FindAll(".message.bad"));
    }

    [Fact]
    public void Indexing_ShowsHowFarItIs()
    {
        Database.Catalog = null;
        Database.Move(new DatabaseState(DatabasePhase.Indexing, "Indexing: 1,240 of 5,000 tables"));

        var page = Render<Arrival>();

        Assert.Contains("1,240 of 5,000", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }
}
