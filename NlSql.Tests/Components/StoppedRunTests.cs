using Bunit;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes.Pages;
using NlSql.Web.Components.Pages;

namespace NlSql.Tests.Components;

/// <summary>A stopped run speaks of itself, not of the version that ran before it.</summary>
public sealed class StoppedRunTests : PageContext
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Stopped_WithAResult_ShowsItsTimeOnlyWhereItIsThisVersions(int resultVersion, bool shown)
    {
        var result = Results.Add(
            new StoredResult
            {
                Id = "r1",
                Columns = [new ResultColumn("count", "bigint", ColumnKind.Integer)],
                RowCount = 1,
                Sql = "SELECT 1",
                RanAt = Clock.GetUtcNow(),
                Duration = TimeSpan.FromMilliseconds(30),
            },
            [[3L]]);
        Conversations.Keep(new Turn
        {
            Id = "t1",
            ConversationId = "c1",
            Question = "How many?",
            AskedAt = Clock.GetUtcNow(),
            Status = TurnStatus.Stopped,
            Versions = [Version(1), Version(2)],
            Result = result,
            ResultVersion = resultVersion,
        });

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));
        page.WaitForAssertion(() => page.Find(".turn .message.warning"));

        Assert.Equal(shown, page.Find(".message.warning").TextContent.Contains("30 ms", StringComparison.Ordinal));
        Assert.Equal(shown, page.Find(".panel.sql .panel-head").TextContent.Contains("30 ms", StringComparison.Ordinal));
    }

    /// <summary>A reload, or a restart: nothing but the record knows.</summary>
    [Fact]
    public void Stopped_BeforeAnyRow_ShowsTheTimeThatTheRecordHas()
    {
        Conversations.Keep(new Turn
        {
            Id = "t1",
            ConversationId = "c1",
            Question = "How many?",
            AskedAt = Clock.GetUtcNow(),
            Status = TurnStatus.Stopped,
            Versions = [Version(1)],
            StoppedAfter = TimeSpan.FromMilliseconds(1200),
        });

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        page.WaitForAssertion(() => Assert.Contains("Stopped after 1.2 s", page.Find(".turn .message.warning").TextContent, StringComparison.Ordinal));
    }

    /// <summary>A file runs the statement again: "all rows" beside four of them would say that they are all there is.</summary>
    [Theory]
    [InlineData(true, "CSV, run again")]
    [InlineData(false, "CSV, all rows")]
    public void Files_OfAResult_SayWhatTheyHold(bool isPartial, string words)
    {
        Failed(isPartial);

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));
        page.WaitForAssertion(() => page.Find(".files a"));

        var files = page.FindAll(".files a");
        Assert.Equal([words, "Excel"], files.Select(file => file.TextContent.Trim()));
        Assert.Equal(["api/results/r1/export.csv", "api/results/r1/export.xlsx"], files.Select(file => file.GetAttribute("href")));
    }

    [Fact]
    public void Sql_AfterAFailedRun_StaysOpenToBeMended()
    {
        Failed(isPartial: true);

        var page = Render<Ask>(parameters => parameters.Add(ask => ask.Id, "c1"));

        page.WaitForAssertion(() => Assert.Equal("true", page.Find(".panel.sql .fold").GetAttribute("aria-expanded")));
    }

    private void Failed(bool isPartial) => Conversations.Keep(new Turn
    {
        Id = "t1",
        ConversationId = "c1",
        Question = "How many?",
        AskedAt = Clock.GetUtcNow(),
        Status = TurnStatus.Failed,
        Versions = [Version(1)],
        Result = Results.Add(
            new StoredResult
            {
                Id = "r1",
                Columns = [new ResultColumn("count", "bigint", ColumnKind.Integer)],
                RowCount = 1,
                Sql = "SELECT 1",
                RanAt = Clock.GetUtcNow(),
                Duration = TimeSpan.FromMilliseconds(30),
                Partial = isPartial,
            },
            [[3L]]),
        ResultVersion = 1,
    });

    private SqlVersion Version(int number) => new(number, $"SELECT {number}", "analyst", Clock.GetUtcNow(), null, null);
}
