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

    private SqlVersion Version(int number) => new(number, $"SELECT {number}", "analyst", Clock.GetUtcNow(), null, null);
}
