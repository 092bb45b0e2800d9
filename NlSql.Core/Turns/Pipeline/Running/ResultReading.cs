using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>What is made of a result once it is there: a chart, a written analysis, questions that follow.</summary>
internal sealed class ResultReading(IResultStore results, IChartAdvisor charts, IResultAnalyst analyst, TimeProvider time)
{
    /// <summary>More rows than these are not read for chart and analysis, which say so: they are held in memory while they are.</summary>
    private const int MostRows = 50_000;

    /// <param name="personal">See <see cref="AnalysisRequest.PersonalSource"/>.</param>
    public async IAsyncEnumerable<PipelineEvent> ReadAsync(
        RunRequest request,
        StoredResult result,
        RelationName? personal,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var question = request.Question ?? string.Empty;
        var page = await results.ReadPageAsync(result.Id, 0, (int)Math.Min(result.RowCount, MostRows), null, cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        var analysis = new AnalysisRequest(question, result.Sql, result, page.Rows) { PersonalSource = personal };
        var chart = charts.Choose(analysis);
        yield return new ChartChosen(chart) { Duration = time.GetElapsedTime(started) };
        if (!request.Analyze)
        {
            yield break;
        }

        yield return new StageStarted(PipelineStage.Analysis, "Reading the result");
        started = time.GetTimestamp();
        await foreach (var step in analyst.AnalyzeAsync(analysis, cancellationToken).ConfigureAwait(false))
        {
            switch (step)
            {
                case AnalysisText text:
                    yield return new AnalysisWritten(text.Markdown);
                    break;
                case AnalysisFinished finished:
                    yield return new AnalysisReady(finished) { Duration = time.GetElapsedTime(started) };
                    yield return new FollowUpsSuggested(finished.FollowUps);
                    break;
            }
        }
    }
}
