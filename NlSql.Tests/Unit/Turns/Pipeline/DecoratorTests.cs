using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class DecoratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_StageNamedOne_IsShownAsItIs()
    {
        var failure = new PipelineFailure(FailureParty.Database, FailureTypes.DatabaseUnreachable, "gone", IsTransient: true);

        var events = await CollectAsync(Reporting(new StageStarted(PipelineStage.Retrieval, "x"), new PipelineFailureException(failure)));

        Assert.Equal(failure, Assert.IsType<TurnFailed>(events[^1]).Failure);
    }

    [Fact]
    public async Task Failures_UnexpectedException_ShowsAnIdAndNoDetails()
    {
        var events = await CollectAsync(Reporting(new InvalidOperationException("password=tell-nobody")));

        var failure = Assert.IsType<TurnFailed>(Assert.Single(events)).Failure;
        Assert.Equal(FailureTypes.Unexpected, failure.Type);
        Assert.NotNull(failure.CorrelationId);
        Assert.Contains(failure.CorrelationId, failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("tell-nobody", failure.Message + failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_CallerCancels_ThrowsAsUsual()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Reporting(new TurnDone()).WithCancellation(cancelled.Token))
            {
            }
        });
    }

    [Theory]
    [InlineData("", FailureTypes.QuestionEmpty)]
    [InlineData(" \n\t ", FailureTypes.QuestionEmpty)]
    public async Task Checks_EmptyQuestion_IsTurnedAway(string question, string type) =>
        Assert.Equal(type, Assert.IsType<TurnFailed>(Assert.Single(await CollectAsync(Checking().DraftAsync(new DraftRequest(question), Token)))).Failure.Type);

    [Fact]
    public async Task Checks_100000Characters_SaysTheLimit()
    {
        var failed = Assert.IsType<TurnFailed>(Assert.Single(await CollectAsync(Checking().DraftAsync(new DraftRequest(new string('x', 100_000)), Token))));

        Assert.Equal(FailureTypes.QuestionTooLong, failed.Failure.Type);
        Assert.Contains("20,000", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_InstructionsOf100000Characters_SaysTheLimit()
    {
        var request = new DraftRequest("how many orders?") { Instructions = new string('x', 100_000) };
        var failed = Assert.IsType<TurnFailed>(Assert.Single(await CollectAsync(Checking().DraftAsync(request, Token))));

        Assert.Equal(FailureTypes.QuestionTooLong, failed.Failure.Type);
        Assert.Contains("instructions are 100,000 characters long; the limit is 20,000", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("how many 🌍?")]
    [InlineData("كم عدد الطلبات؟")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Checks_UnusualText_GoesThrough(string question) =>
        Assert.IsType<TurnDone>(Assert.Single(await CollectAsync(Checking().DraftAsync(new DraftRequest(question), Token))));

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("  (select 1)", true)]
    [InlineData("DELETE FROM t", true)]
    [InlineData("-- a comment\nDELETE FROM t", true)]
    [InlineData("WITH t AS (SELECT 1 AS a) SELECT a FROM t", true)]
    [InlineData("TABLE sales.orders", true)]
    [InlineData("Show me all orders", false)]
    [InlineData("With which customers did we grow?", false)]
    [InlineData("Select the customers of Berlin", false)]
    [InlineData("Table of orders by month", false)]
    [InlineData("Delete nothing, only count the orders", false)]
    [InlineData("list DELETE", false)]
    public void SqlQuestion_TheParserDecides(string question, bool expected) =>
        Assert.Equal(expected, SqlQuestion.Is(question, new SqlGuard(), GuardScope.NamesOnly));

    private static CheckingPipeline Checking() => new(new ScriptedPipeline((_, token) => Steps.Of([new TurnDone()], token)));

    private static IAsyncEnumerable<PipelineEvent> Reporting(params object[] steps) =>
        new FailureReportingPipeline(
            new ScriptedPipeline((_, token) => Steps.Of(steps, token)),
            new RandomIdentifiers(),
            NullLogger<FailureReportingPipeline>.Instance).DraftAsync(new DraftRequest("q"), Token);

    private static async Task<List<PipelineEvent>> CollectAsync(IAsyncEnumerable<PipelineEvent> events)
    {
        var all = new List<PipelineEvent>();
        await foreach (var step in events)
        {
            all.Add(step);
        }

        return all;
    }
}
