using Bunit;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

/// <summary>What the page says of a result without rows, and of what a model took.</summary>
public sealed class EmptyResultTests : PageContext
{
    private const string Written = "SELECT * FROM harbours WHERE country = 'Germny'";
    private const string Repaired = "SELECT * FROM harbours WHERE country = 'Germany'";

    [Fact]
    public void NoRows_ValueIsWrittenOtherwise_NamesItAndOffersTheRepairAsAnEdit()
    {
        var page = Show(new EmptyResult([new ValueMismatch("harbours.country", "<b>Germny</b>", ["Germany"])], Repaired));

        var text = page.Find(".result .message").TextContent;
        Assert.Contains("“<b>Germny</b>” does not occur in harbours.country.", text, StringComparison.Ordinal);
        Assert.Contains("Nearest: “Germany”.", text, StringComparison.Ordinal);

        page.Find(".result .message button").Click();

        page.WaitForAssertion(() => Assert.Contains("The SQL above was changed", page.Find(".result .stale").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Passed", page.Find(".sql .foot .verdict").TextContent, StringComparison.Ordinal));
        Assert.Contains("does not occur in harbours.country.", page.Find(".result .message").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".result .message button"));
        page.WaitForAssertion(() => Assert.Single(JSInterop.Invocations["focus"]));
    }

    [Fact]
    public void NoRows_RepairTakenBackAndTakenAgain_IsJudgedAgain()
    {
        var page = Show(new EmptyResult([new ValueMismatch("harbours.country", "Germny", ["Germany"])], Repaired));
        for (var i = 0; i < 2; i++)
        {
            page.WaitForElement(".result .message button").Click();
            page.WaitForAssertion(() => Assert.Contains("Passed", page.Find(".sql .foot .verdict").TextContent, StringComparison.Ordinal));
            page.FindAll(".sql .foot button").Single(button => button.TextContent.Contains("Undo", StringComparison.Ordinal)).Click();
        }
    }

    [Fact]
    public void NoRows_NoValueExplainsIt_SaysWhatCanBeDone()
    {
        var page = Show(null);

        Assert.Contains("Loosen a filter", page.Find(".result .message").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".result .message button"));
    }

    [Theory]
    [InlineData("built-in", true, 0)]
    [InlineData("built-in", false, 1)]
    [InlineData("model:tiny", true, 1)]
    public void NoRows_AreSaidOnce_ByWhatKnowsMostOfThem(string writer, bool isExplained, int analyses)
    {
        var page = Show(isExplained ? new EmptyResult([new ValueMismatch("harbours.country", "Germny", ["Germany"])], Repaired) : null, writer: writer);

        Assert.Equal(analyses, page.FindAll(".result .analysis").Count);
        Assert.Equal(isExplained ? 1 : 0, page.FindAll(".result .message").Count);
    }

    [Fact]
    public void Details_OfAModelsDraft_HaveItsTokensAndItsThoughtFoldedAsText()
    {
        var work = new ModelWork("tiny", new string('a', 64), new string('b', 64))
        {
            Calls = 2, Repairs = 1, PromptTokens = 1200, CachedTokens = 800, AnswerTokens = 45, Thought = "<script>alert(1)</script> so I join",
        };
        var page = Show(null, new SqlDraft { Generator = "model:tiny", Sql = Written, Work = work });

        var fold = page.Find(".turn details.work");
        Assert.False(fold.HasAttribute("open"));
        Assert.Contains("1,200", fold.TextContent, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script> so I join", fold.TextContent, StringComparison.Ordinal);
        Assert.Empty(fold.GetElementsByTagName("script"));
    }

    [Theory]
    [InlineData(GeneratorNames.Analyst, "mono")]
    [InlineData(GeneratorNames.Caller, "mono")]
    [InlineData(GeneratorNames.BuiltIn, "")]
    public void Question_ThatIsSql_IsSetAsSql(string generator, string style)
    {
        var page = Show(null, generator == GeneratorNames.Caller ? null : new SqlDraft { Generator = generator, Sql = Written }, author: generator);

        Assert.Equal(style, page.Find(".turn h1").ClassName ?? "");
    }

    private IRenderedComponent<Ask> Show(EmptyResult? empty, SqlDraft? draft = null, string? writer = null, string? author = null)
    {
        var result = Results.Add(
            new StoredResult
            {
                Id = "r1",
                Columns = [new ResultColumn("id", "integer", ColumnKind.Integer)],
                RowCount = 0,
                Sql = Written,
                RanAt = Clock.GetUtcNow(),
                Duration = TimeSpan.FromMilliseconds(3),
            },
            []);
        Conversations.Keep(new Turn
        {
            Id = "t1",
            ConversationId = "c1",
            Question = "Which harbours?",
            AskedAt = Clock.GetUtcNow(),
            Status = TurnStatus.Answered,
            Draft = draft,
            Versions = [new SqlVersion(1, Written, author ?? draft?.Generator ?? "analyst", Clock.GetUtcNow(), null, null)],
            Result = result,
            ResultVersion = 1,
            Emptiness = empty,
            Analysis = writer is null ? null : new AnalysisFinished("No rows were found.", writer, [], [], [], []),
        });
        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));
        page.WaitForAssertion(() => page.Find(".result .message, .result .analysis"));
        return page;
    }
}
