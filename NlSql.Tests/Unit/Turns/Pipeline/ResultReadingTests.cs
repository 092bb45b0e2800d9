using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Analysis.Charts;
using NlSql.Core.Language.Analysis.Narrative;
using NlSql.Core.Language.Analysis.Profile;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Tests.Fakes.Pages;
using NlSql.Tests.Unit.Language.Analysis;

namespace NlSql.Tests.Unit.Turns.Pipeline;

public sealed class ResultReadingTests
{
    private const int Bound = 50_000;

    [Theory]
    [InlineData(Bound, false)]
    [InlineData(Bound + 1, true)]
    public async Task ReadAsync_ManyRows_ReadsAtMostFiftyThousandAndSaysSo(int count, bool isPart)
    {
        var rows = Enumerable.Range(0, count).Select(i => new object?[] { $"r{i % 7}", (long)i }).ToList();
        var request = Rows.Request(Rows.Columns("region:Text", "revenue:Integer"), rows);
        var store = new MemoryResultStore();
        store.Add(request.Result, request.Rows);
        var charts = new RecordingAdvisor();

        var events = await new ResultReading(store, charts, new BuiltInAnalyst(NumberFormat.Neutral), TimeProvider.System)
            .ReadAsync(new RunRequest(request.Sql) { Question = request.Question }, request.Result, null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(0L, Bound, null)], store.Reads);
        Assert.Equal(Bound, Assert.Single(charts.Seen));
        var text = events.OfType<AnalysisReady>().Single().Analysis.Markdown;
        Assert.Equal(isPart, text.Contains("first 50,000 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_OneResult_IsProfiledOnceForChartAndAnalysis()
    {
        var request = Rows.Request(Rows.Columns("region:Text", "revenue:Integer"), [["North", 7L], ["South", 5L], ["West", 3L]]);
        var store = new MemoryResultStore();
        store.Add(request.Result, request.Rows);
        var charts = new RecordingAdvisor();
        var analyst = new RecordingAnalyst();

        var events = await new ResultReading(store, charts, analyst, TimeProvider.System)
            .ReadAsync(new RunRequest(request.Sql) { Question = request.Question }, request.Result, null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Contains(events, happened => happened is AnalysisReady);
        Assert.Same(Assert.Single(charts.Profiles), Assert.Single(analyst.Profiles));
    }

    /// <summary>The product's advisor, how many rows it was shown and what was computed of them by then.</summary>
    private sealed class RecordingAdvisor : IChartAdvisor
    {
        private readonly ChartAdvisor advisor = new();

        public List<int> Seen { get; } = [];

        public List<ResultProfile> Profiles { get; } = [];

        public ChartSpec? Choose(AnalysisRequest request)
        {
            Seen.Add(request.Rows.Count);
            var chart = advisor.Choose(request);
            Profiles.Add(request.Read().Profile);
            return chart;
        }
    }

    /// <summary>The product's analyst, and what was computed of the rows when it had written.</summary>
    private sealed class RecordingAnalyst : IResultAnalyst
    {
        private readonly BuiltInAnalyst analyst = new(NumberFormat.Neutral);

        public List<ResultProfile> Profiles { get; } = [];

        public async IAsyncEnumerable<AnalysisEvent> AnalyzeAsync(AnalysisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var step in analyst.AnalyzeAsync(request, cancellationToken))
            {
                yield return step;
            }

            Profiles.Add(request.Read().Profile);
        }
    }
}
