using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Evaluation.Reports;

namespace NlSql.Tests.Unit.Turns.Evaluation;

/// <summary>What is counted of outcomes, and how sure that is.</summary>
public sealed class EvalReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-eval-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EvalRunFacts Facts { get; } =
        new("cases.jsonl", new string('a', 64), 3, 9, "usual", "tiny", new string('b', 64), "Schema", false, ["held_*"], "1.0");

    [Theory]
    [InlineData(30, 104, 0.2102, 0.3818)] // the figures of docs/benchmarks.md
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Proportion_OfACount_HasWilsonsInterval(int part, int whole, double low, double high)
    {
        var proportion = new Proportion(part, whole);

        Assert.Equal(low, proportion.Low, 3);
        Assert.Equal(high, proportion.High, 3);
    }

    [Fact]
    public void Compare_PairsThatDiffer_GiveMcNemarsExactProbability()
    {
        List<EvalOutcome> first = [.. Enumerable.Range(0, 20).Select(i => Outcome($"{i}", i < 10 ? EvalVerdict.Exact : EvalVerdict.Wrong))];
        List<EvalOutcome> second = [.. Enumerable.Range(0, 21).Select(i => Outcome($"{i}", i is >= 2 and < 18 ? EvalVerdict.Exact : EvalVerdict.Wrong))];

        var comparison = EvalComparison.Of(first, second);

        // 2 lost, 8 won: 2 * (1 + 10 + 45) / 1024.
        Assert.Equal((20, 8, 2, 8, 1), (comparison.Cases, comparison.Both, comparison.OnlyFirst, comparison.OnlySecond, comparison.Unpaired));
        Assert.Equal(0.109375, comparison.PValue, 9);
        Assert.Equal(0.3, comparison.Difference, 9);
        Assert.True(comparison.DifferenceLow < 0.3 && comparison.DifferenceHigh > 0.3);
        Assert.Equal(["0", "1"], comparison.Changed.Take(2).Select(change => change.Id));
        Assert.Equal(1, EvalComparison.Of(first, first).PValue);
    }

    [Fact]
    public void Report_MixedOutcomes_CountsEachKindByItself()
    {
        List<EvalOutcome> outcomes =
        [
            Outcome("a", EvalVerdict.Exact, confidence: 0.95) with { Db = "held_1", Repairs = 1, PromptTokens = 100, AnswerTokens = 10, ModelCalls = 2 },
            Outcome("b", EvalVerdict.Wrong, confidence: 0.95) with { Fault = "other-values", Mended = ["x"] },
            Outcome("c", EvalVerdict.Error, confidence: 0.15) with { Fault = "unknown-column", RunMs = null },
            Outcome("d", EvalVerdict.Abstained) with { Sql = null, Fault = "declined", RunMs = null },
            Outcome("e", EvalVerdict.DeclinedRightly) with { Sql = null, RunMs = null },
            Outcome("f", EvalVerdict.AnsweredWrongly) with { Fault = "answered-what-cannot-be", RunMs = null },
            Outcome("g", EvalVerdict.GoldFailed),
        ];

        var report = EvalReport.Of(outcomes, new NamePatterns(["held_*"]));

        Assert.Equal(new Proportion(2, 6), report.All.Right);
        Assert.Equal(new Proportion(1, 1), report.HeldOut!.Right);
        Assert.Equal(new Proportion(1, 5), report.Seen!.Right);
        Assert.Equal(new Proportion(1, 3), report.RightOfAnswered);
        Assert.Equal(new Proportion(2, 3), report.Valid);
        Assert.Equal(new Proportion(1, 2), report.DeclinedRightly);
        Assert.Equal(new Proportion(1, 4), report.DeclinedWrongly);
        Assert.Equal(new Proportion(0, 1), report.Mended);
        Assert.Equal(new Proportion(1, 1), report.Repaired);
        Assert.Equal(1, report.GoldFailed);
        Assert.Equal(100, report.Cost.PromptTokens);
        Assert.Equal([(0.1, 1), (0.9, 2)], report.Calibration!.ByBand.Select(band => (band.From, band.Right.Whole)));
        Assert.Equal(((0.45 * 2) + 0.15) / 3, report.Calibration.ExpectedError, 9);
        Assert.Contains(report.Faults, fault => fault is { Kind: "unknown-column", Cases: 1, Ids: ["c"] });
    }

    [Fact]
    public async Task Report_Written_NamesWhatWasHeldOutAndShowsNoMarkupOfCases()
    {
        List<EvalOutcome> outcomes = [Outcome("a", EvalVerdict.Wrong) with { Question = "x` | <script>alert(1)</script>\n# title", Db = "held_1" }];
        await using (var run = await EvalFolder.OpenAsync(folder, Facts, Token))
        {
            await run.WriteReportAsync(Facts, EvalReport.Of(outcomes, new NamePatterns(Facts.HeldOut)), outcomes, Token);
        }

        var text = await File.ReadAllTextAsync(Path.Combine(folder, "report.md"), Token);
        Assert.Contains("Held out: the databases `held_*`", text, StringComparison.Ordinal);
        Assert.Contains("`x' \\| <script>alert(1)</script> # title`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# title", text, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"), Token);
        Assert.Contains("x` | &lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("held_*", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_OtherNumberOfTables_IsAnotherRun()
    {
        await using (await EvalFolder.OpenAsync(folder, Facts, Token))
        {
        }

        await Assert.ThrowsAsync<PipelineFailureException>(() => EvalFolder.OpenAsync(folder, Facts with { Tables = 3 }, Token));
    }

    [Theory]
    [InlineData("LLM_VOTES=3", "LLM_VOTES_BUILT_IN=true")]
    [InlineData("LLM_VOTES=5", "LLM_VOTES_BUILT_IN=false")]
    [InlineData("LLM_VOTES=0")]
    public async Task Folder_RunWithOtherVotes_IsRefusedAndSaysWhich(params string[] settings)
    {
        await using (await EvalFolder.OpenAsync(folder, Facts with { Settings = ["LLM_VOTES=3", "LLM_VOTES_BUILT_IN=false"] }, Token))
        {
        }

        var failure = await Assert.ThrowsAsync<PipelineFailureException>(() => EvalFolder.OpenAsync(folder, Facts with { Settings = settings }, Token));

        var other = Assert.Single(settings.Except(["LLM_VOTES=3", "LLM_VOTES_BUILT_IN=false"]));
        Assert.EndsWith($"other settings than {other}.", failure.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_RunThatWasInterrupted_KeepsWhatIsKnownAndDropsAHalfLine()
    {
        await using (var run = await EvalFolder.OpenAsync(folder, Facts, Token))
        {
            run.Add(Outcome("a", EvalVerdict.Exact));
        }

        await File.AppendAllTextAsync(Path.Combine(folder, "outcomes.jsonl"), """{"id":"b","verd""", Token);
        await using (var run = await EvalFolder.OpenAsync(folder, Facts, Token))
        {
            Assert.Equal("a", Assert.Single(run.Known).Id);
            run.Add(Outcome("b", EvalVerdict.Wrong));
        }

        Assert.Equal(["a", "b"], (await EvalFolder.ReadAsync(folder, Token)).Select(outcome => outcome.Id));
    }

    [Fact]
    public async Task Folder_OfAnotherRun_IsRefused()
    {
        await using (await EvalFolder.OpenAsync(folder, Facts, Token))
        {
        }

        var failure = await Assert.ThrowsAsync<Core.Foundation.Failures.PipelineFailureException>(
            () => EvalFolder.OpenAsync(folder, Facts with { TemplateHash = new string('c', 64) }, Token));

        Assert.Contains("another run", failure.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatIsAFile_IsNamed()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "x", Token);

        var failure = await Assert.ThrowsAsync<Core.Foundation.Failures.PipelineFailureException>(() => EvalFolder.OpenAsync(file, Facts, Token));

        Assert.Contains(file, failure.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_OfManyCases_IsSpreadAndAlwaysTheSame()
    {
        List<EvalCase> cases =
        [
            .. Enumerable.Range(0, 100)
                .Select(i => new EvalCase { Id = $"{i:D3}", Question = "?", Structure = i % 2 == 0 ? "join" : "group", Db = $"d{i % 5}" }),
            new() { Id = "last", Question = "?", Follows = "001" },
        ];

        var taken = CaseSample.Take(cases, 10);

        var reversed = CaseSample.Take([.. cases.AsEnumerable().Reverse()], 10);
        Assert.Equal(taken.Select(item => item.Id), reversed.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.Equal(5, taken.Count(item => item.Structure == "join"));
        Assert.Equal(5, taken.Select(item => item.Db).Distinct().Count());
        Assert.Contains(CaseSample.Take(cases, 100), item => item.Id == "001");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static EvalOutcome Outcome(string id, EvalVerdict verdict, double? confidence = null) =>
        new(id, "made up", "shop", verdict, "SELECT 1", "built-in", confidence, 5, 1, null);
}
