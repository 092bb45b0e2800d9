using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Translator;

/// <summary>Questions in German on the demo company, asked the whole way; rows are compared. Each case says what comes of it now.</summary>
public sealed class GermanCaseTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-german-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_EachCase_ComesOutAsNoted()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Cases", "german.jsonl");
        var cases = await EvalCase.ReadAsync(new FileInfo(path), Token);
        var noted = (await File.ReadAllLinesAsync(path, Token)).Select(l => JsonSerializer.Deserialize<Noted>(l, JsonSerializerOptions.Web)!.Now).ToList();
        await using var services = ProductServices.Start((await postgres.DemoAsync()).Settings, folder);
        var settings = new EvalSettings(AnswerAlways: false, Parallelism: 1, TimeSpan.FromMinutes(1));
        var outcomes = await services.GetRequiredService<EvalRun>().RunAsync(cases, settings, null, Token);

        var changed = outcomes.Select((outcome, i) => (Is: Name(outcome), Was: noted[i], cases[i].Question, outcome.Sql, outcome.Error))
            .Where(c => c.Is != c.Was)
            .Select(c => $"{c.Question}: noted {c.Was}, is {c.Is}\n{c.Sql ?? c.Error}")
            .ToList();
        Assert.Equal(40, outcomes.Count);
        Assert.True(changed.Count == 0, string.Join("\n\n", changed));
        Assert.DoesNotContain("wrong", noted);
    }

    [Fact]
    public async Task Ask_UnknownWord_IsDeclinedInTheUsersWords()
    {
        await using var services = ProductServices.Start((await postgres.DemoAsync()).Settings, folder);
        var steps = new List<PipelineEvent>();
        var request = new DraftRequest("Wie viele Kunden haben Brontosaurier gekauft?") { Record = false };
        await foreach (var step in services.GetRequiredService<IQuestionPipeline>().DraftAsync(request, Token))
        {
            steps.Add(step);
        }

        var draft = steps.OfType<DraftWritten>().Single().Draft;
        Assert.Null(draft.Sql);
        Assert.Contains("Brontosaurier", draft.Declined!.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("customers", string.Join(' ', draft.NotUnderstood), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Name(EvalOutcome outcome) => outcome switch
    {
        { Sql: null } => "declined",
        { Verdict: EvalVerdict.Exact or EvalVerdict.Subset or EvalVerdict.SetOnly } => "right",
        _ => "wrong",
    };

    private sealed record Noted(string Now);
}
