using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.Pages;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class DoubtingPipelineTests
{
    /// <summary>The same statement, sent again, must be judged by what holds now.</summary>
    [Theory]
    [InlineData("schema-changed", 1)]
    [InlineData("database-error", 0)]
    public async Task Run_DefinitionsHaveChanged_ReadsThemAgainBeforeItSaysSo(string type, int refreshed)
    {
        var database = new FixedDatabase { Catalog = new() { DatabaseId = "d", DatabaseName = "d", Hash = "h" } };
        var failed = new TurnFailed(new PipelineFailure(FailureParty.Database, type, "Changed."));
        var pipeline = new DoubtingPipeline(new Fakes.ScriptedPipeline(run: (_, token) => Steps.Of([failed], token)), database);

        var steps = new List<PipelineEvent>();
        await foreach (var step in pipeline.RunAsync(new RunRequest("SELECT 1"), TestContext.Current.CancellationToken))
        {
            Assert.Equal(refreshed, database.Refreshed);
            steps.Add(step);
        }

        Assert.Equal([failed], steps);
    }
}
