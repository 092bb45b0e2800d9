using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Prompts;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Evaluation.Coverage;
using NlSql.Tests.Unit.Language.Generation;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Turns.Evaluation.Coverage;

public sealed class PromptCoverageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-coverage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Run_WideTableInLittleRoom_SaysWhatIsMissing()
    {
        var columns = Enumerable.Range(0, 900).Select(i => $$"""{"db":"a","table":"wide","column":"col_{{i}}","type":"numeric"}""");

        var outcomes = await RunAsync(
            string.Join('\n', columns.Append("""{"db":"b","table":"small","column":"id","type":"int"}""")),
            """
            {"id":1,"db":"a","question":"average of col_777 in the wide table","tables":["wide"],"columns":["wide.col_777"]}
            {"id":2,"db":"a","question":"average of the last one in the wide table","tables":["wide"],"columns":["wide.col_899","wide.col_777"]}
            {"id":3,"db":"b","question":"how many small ones","tables":["small"]}
            {"id":4,"db":"b","question":"weather"}
            """);

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.HasAll));
        Assert.Equal([false, false, true], outcomes.Select(outcome => outcome.Fits));
        Assert.Contains("wide.col_899", outcomes[1].MissingColumns);
        var groups = CoverageGroup.Of(outcomes);
        Assert.Equal([("a", 2, 2, 1), ("b", 1, 1, 1), ("all", 3, 3, 2)], groups.Select(group => (group.Name, group.Prompts, group.WithTables, group.WithAll)));
    }

    [Fact]
    public async Task Run_LineThatCannotBeRead_IsNamed()
    {
        var failure = (await Assert.ThrowsAsync<PipelineFailureException>(() => RunAsync("", "{\"id\":1}\nnot json"))).Failure;

        Assert.StartsWith("Line 2 of cases:", failure.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<CoverageOutcome>> RunAsync(string catalog, string cases)
    {
        var (catalogFile, casesFile) = (new FileInfo(Path.Combine(folder, "catalog")), new FileInfo(Path.Combine(folder, "cases")));
        await File.WriteAllTextAsync(catalogFile.FullName, catalog, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(casesFile.FullName, cases, TestContext.Current.CancellationToken);
        await using var harness = new ModelHarness(modelUrl: null, ("LLM_CONTEXT_TOKENS", "3000"), ("LLM_MAX_TOKENS", "500"));
        var coverage = new PromptCoverage(
            databases: null!,
            RetrievalParts.Factory(folder),
            harness.Services.GetRequiredService<TranslationPrompt>(),
            new SqlGuard());
        var token = TestContext.Current.CancellationToken;
        var items = await JsonLinesFile.ReadAsync<CoverageCase>(casesFile, token);
        return await coverage.RunAsync(items, await CatalogFile.ReadAsync(catalogFile.FullName, TimeProvider.System, token), progress: null, token);
    }
}
