using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;

namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>
/// The folder of one run: <c>run.json</c> (what was measured), <c>outcomes.jsonl</c> (a line for each case, written as soon as it is known, so that an
/// interrupted run goes on where it was), <c>report.json</c>, <c>report.md</c> and <c>report.html</c>.
/// </summary>
public sealed class EvalFolder : IAsyncDisposable
{
    private const string OutcomesName = "outcomes.jsonl";
    private const string FactsName = "run.json";

    private readonly string path;
    private readonly StreamWriter outcomes;
    private readonly Lock writing = new();

    private EvalFolder(string path, StreamWriter outcomes, IReadOnlyList<EvalOutcome> known)
    {
        this.path = path;
        this.outcomes = outcomes;
        Known = known;
    }

    /// <summary>What an interrupted run knew already.</summary>
    public IReadOnlyList<EvalOutcome> Known { get; }

    /// <summary>
    /// Makes the folder, or takes up the interrupted run in it. Throws <see cref="PipelineFailureException"/> (file-not-writable) where it holds another run
    /// or cannot be written.
    /// </summary>
    public static async Task<EvalFolder> OpenAsync(string path, EvalRunFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(path);
            IReadOnlyList<EvalOutcome> known = [];
            var file = Path.Combine(path, FactsName);
            if (File.Exists(file))
            {
                var before = FactsIn(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
                known = before?.IsSameRun(facts) == true
                    ? await ReadAsync(path, cancellationToken).ConfigureAwait(false)
                    : throw Unusable(
                        $"The folder {path} holds another run: {Otherness(before, facts)}.",
                        "Name another folder with --report, or remove this one.",
                        null);
            }

            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(facts, AnswerJson.Indented), cancellationToken).ConfigureAwait(false);
            var writer = new StreamWriter(Path.Combine(path, OutcomesName), append: false) { AutoFlush = true };
            foreach (var outcome in known)
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(outcome, AnswerJson.Options).AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            return new EvalFolder(path, writer, known);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The folder {path} cannot be written: {exception.Message}", "Name another folder with --report.", exception);
        }
    }

    /// <summary>
    /// The outcomes that a run left behind, in the order in which they came. Throws <see cref="PipelineFailureException"/> (not-found) where there are none.
    /// </summary>
    /// <param name="path">The folder.</param>
    public static async Task<IReadOnlyList<EvalOutcome>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, OutcomesName);
        if (!File.Exists(file))
        {
            throw new PipelineFailureException(new(
                FailureParty.Caller,
                FailureTypes.NotFound,
                $"There is no run in {path}: {OutcomesName} is missing.",
                "Name a folder that eval run --report made."));
        }

        List<EvalOutcome> read = [];
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (JsonSerializer.Deserialize<EvalOutcome>(line, AnswerJson.Options) is { } outcome)
                {
                    read.Add(outcome);
                }
            }
            catch (JsonException)
            {
                // The last line of a run that was killed while it wrote it: that case is asked again.
            }
        }

        return [.. read.DistinctBy(outcome => outcome.Id)];
    }

    /// <summary>Adds one outcome; from any thread.</summary>
    public void Add(EvalOutcome outcome)
    {
        lock (writing)
        {
            outcomes.WriteLine(JsonSerializer.Serialize(outcome, AnswerJson.Options));
        }
    }

    /// <summary>Writes the report in all three forms.</summary>
    public async Task WriteReportAsync(EvalRunFacts facts, EvalReport report, IReadOnlyList<EvalOutcome> all, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(new { Run = facts, Report = report }, AnswerJson.Indented);
        await File.WriteAllTextAsync(Path.Combine(path, "report.json"), json, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(path, "report.md"), ReportMarkdown.Of(facts, report, all), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(path, "report.html"), ReportHtml.Of(facts, report, all), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => outcomes.DisposeAsync();

    private static EvalRunFacts? FactsIn(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<EvalRunFacts>(text, AnswerJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>In what it differs, as the rest of a sentence.</summary>
    private static string Otherness(EvalRunFacts? before, EvalRunFacts facts) =>
        before?.Settings is { Count: > 0 } && before.OtherSettings(facts) is { Count: > 0 } now
            ? $"it was asked with other settings than {string.Join(", ", now)}"
            : "other cases, another generator, model, prompt, setting or version";

    private static PipelineFailureException Unusable(string message, string advice, Exception? cause) =>
        new(new(FailureParty.Caller, FailureTypes.FileNotWritable, message, advice), cause);
}
