using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Cells;
using NlSql.Core.Turns.Pipeline;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.DemoQuestions;

/// <summary>
/// The questions of docs/demo-questions.md, asked of the demo company the whole way (retrieval, translator, guard, planner, run); the rows
/// are compared with those of a hand-written query that goes the second half of it.
/// </summary>
public sealed class DemoQuestionTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-demo-questions-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_EachDemoQuestion_GivesTheRowsOfTheReferenceQuery()
    {
        await using var services = ProductServices.Start((await postgres.DemoAsync()).Settings, folder);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Integration/Postgres/DemoQuestions/questions.jsonl"), Token))
        {
            var question = JsonSerializer.Deserialize<DemoQuestion>(line, JsonSerializerOptions.Web)!;
            asked++;
            var reference = await RowsAsync(services, question.Gold);
            Assert.True(reference.Rows is not null, $"{question.Gold}\n{reference.Failure}");
            var draft =
                await CollectAsync(services.GetRequiredService<IQuestionPipeline>().DraftAsync(new DraftRequest(question.Question) { Record = false }, Token));
            Assert.Contains(draft, step => step is SchemaFound);
            var sql = draft.OfType<DraftWritten>().Single().Draft.Sql;
            var answer = draft[^1] is WaitingForReview ? await RowsAsync(services, sql!) : (null, (draft[^1] as TurnFailed)?.Failure.Message);
            if (answer.Rows is null || !IsSame(reference.Rows!, answer.Rows))
            {
                wrong.Add($"{question.Question}\n{sql}\n{answer.Failure}");
            }
        }

        Assert.True(asked >= 24, $"{asked} questions");
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Every column of the reference is among those of the answer, with the same rows; the answer may show more columns.</summary>
    private static bool IsSame(List<string[]> reference, List<string[]> answer)
    {
        if (reference.Count != answer.Count || reference.Count == 0)
        {
            return false;
        }

        return Assignments(reference[0].Length, answer[0].Length).Any(columns =>
            Sorted(reference.Select(row => string.Join('\u001F', row)))
                .SequenceEqual(Sorted(answer.Select(row => string.Join('\u001F', columns.Select(c => row[c]))))));
    }

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static IEnumerable<int[]> Assignments(int wanted, int available) => wanted == 0
        ? [[]]
        : Assignments(wanted - 1, available).SelectMany(start => Enumerable.Range(0, available).Except(start).Select(next => (int[])[.. start, next]));

    /// <summary>The rows of a run, or why there are none.</summary>
    private static async Task<(List<string[]>? Rows, string? Failure)> RowsAsync(IServiceProvider services, string sql)
    {
        var run = await CollectAsync(services.GetRequiredService<IQuestionPipeline>().RunAsync(new RunRequest(sql) { Record = false, Analyze = false }, Token));
        if (run.OfType<TurnFailed>().FirstOrDefault() is { } failed)
        {
            return (null, failed.Failure.Message);
        }

        var result = run.OfType<ResultReady>().Single().Result;
        var page = await services.GetRequiredService<IResultStore>().ReadPageAsync(result.Id, 0, int.MaxValue, null, Token);
        return ([.. page.Rows.Select(row => row.Select(Text).ToArray())], null);
    }

    /// <summary>Midnight is its date: two right queries may differ in that.</summary>
    private static string Text(object? value) => value switch
    {
        DateTime { TimeOfDay.Ticks: 0 } or DateTimeOffset { TimeOfDay.Ticks: 0 } => CellText.Of(value)![..10],
        decimal number => Math.Round(number, 6).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        _ => CellText.Of(value) ?? "",
    };

    private static async Task<List<PipelineEvent>> CollectAsync(IAsyncEnumerable<PipelineEvent> events)
    {
        var all = new List<PipelineEvent>();
        await foreach (var step in events)
        {
            all.Add(step);
        }

        return all;
    }

    private sealed record DemoQuestion(string Question, string Gold);
}
