using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Stopping;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Pipeline;

/// <summary>A page's run has no request that a host would wait for: the host waits for its record all the same.</summary>
public sealed class StoppingPipelineTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-stop-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_WhileSomethingRuns_IsIdleOnlyOnceThatIsRecorded()
    {
        await using var services = ProductServices.Start((await postgres.DemoAsync()).Settings, folder);
        var pipeline = services.GetRequiredService<IQuestionPipeline>();
        var work = services.GetRequiredService<WorkInHand>();
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Task.Run(async () =>
        {
            PipelineEvent? last = null;
            await foreach (var step in pipeline.RunAsync(new RunRequest("SELECT count(*) FROM generate_series(1, 100000000)"), CancellationToken.None))
            {
                last = step;
                if (step is TurnOpened opened)
                {
                    begun.SetResult(opened.TurnId);
                }
            }

            return last;
        }, Token);
        var turnId = await begun.Task.WaitAsync(Token);

        work.Stop();
        await work.WhenIdleAsync(Token);
        var turn = await services.GetRequiredService<IConversationStore>().FindTurnAsync(turnId, Token);

        Assert.Equal(TurnStatus.Stopped, turn!.Status);
        Assert.Equal(FailureTypes.Stopping, turn.Failure?.Type);
        Assert.Equal(FailureTypes.Stopping, Assert.IsType<TurnFailed>(await run).Failure.Type);
    }

    [Fact]
    public async Task Stop_QuestionsThatComeLater_AreTurnedAway()
    {
        await using var services = ProductServices.Start((await postgres.DemoAsync()).Settings, folder);
        services.GetRequiredService<WorkInHand>().Stop();

        var events = new List<PipelineEvent>();
        await foreach (var step in services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest("How many stores?") { Record = false }, Token))
        {
            events.Add(step);
        }

        Assert.Equal(FailureTypes.Stopping, Assert.IsType<TurnFailed>(Assert.Single(events)).Failure.Type);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
