using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Evaluation.Batch;

namespace NlSql.Cli.Commands;

/// <summary><c>eval run</c>: execution accuracy of the configured generator on golden questions.</summary>
internal static class EvalCommand
{
    private const int MinimumSeconds = 1;
    private const int DefaultSeconds = 20;

    public static Command Create() => new("eval", "Measures how well questions are answered.") { CreateRun(), EvalPromptsCommand.Create() };

    private static Command CreateRun()
    {
        var cases = new Option<FileInfo>("--cases")
        {
            Description = "Golden questions, one JSON object a line: id, question, gold_sql, and perhaps db, source, instructions, ordered.",
            Required = true
        };
        var output = new Option<FileInfo?>("--out") { Description = "Write every case's outcome to this file, one JSON line each." };
        var limit = new Option<int?>("--limit") { Description = "Take the first so many cases only." };
        var always = new Option<bool>("--answer-always") { Description = "Take the best guess where the generator would decline or ask back." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds that one statement may take.", DefaultValueFactory = _ => DefaultSeconds };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < MinimumSeconds)
            {
                result.AddError("--timeout must be a second or more.");
            }
        });
        var json = CommonOptions.Json();
        var command = new Command(
            "run",
            "Drafts, runs and compares with the gold queries; prints the share that is right, by source.") { cases, output, limit, always, timeout, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var file = parsed.GetRequiredValue(cases);
                JsonLinesFile.Require(file);
                var all = await EvalCase.ReadAsync(file.FullName, token).ConfigureAwait(false);
                var taken = parsed.GetValue(limit) is { } count ? [.. all.Take(count)] : all;
                var settings = new EvalSettings(parsed.GetValue(always), Environment.ProcessorCount, TimeSpan.FromSeconds(parsed.GetValue(timeout)));

                // Before the work: a file that cannot be written is known at once, not after an hour.
                var writer = OutputFile.OpenIfNamed(parsed.GetValue(output));
                await using var closing = writer.ConfigureAwait(false);
                var outcomes = await services.GetRequiredService<EvalRun>()
                    .RunAsync(taken, settings, new CaseProgress(taken.Count), token)
                    .ConfigureAwait(false);
                await OutputFile.WriteLinesAsync(writer, outcomes, token).ConfigureAwait(false);
                Write(EvalReport.Of(outcomes), parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static void Write(EvalReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, AnswerJson.Indented));
            return;
        }

        foreach (var group in report.BySource.Append(report.All))
        {
            Console.Out.WriteLine(Printable.Line(
                FormattableString.Invariant($"{group.Name,-24} {group.Correct,6:N0} of {group.Cases,6:N0}  {group.Accuracy,7:P1}  exact {group.Exact:N0}")));
        }

        Console.Out.WriteLine(string.Join(
            ", ",
            report.Verdicts.OrderByDescending(verdict => verdict.Value).Select(verdict => FormattableString.Invariant($"{verdict.Key} {verdict.Value:N0}"))));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"draft: median {report.DraftMsMedian:N1} ms, 95th percentile {report.DraftMsP95:N1} ms; gold queries that failed: {report.GoldFailed:N0}"));
    }

    /// <summary>Counts on standard error; reports arrive from several threads.</summary>
    private sealed class CaseProgress(int total) : IProgress<EvalOutcome>
    {
        private readonly ProgressLine line = new(Console.Error);
        private int done;
        private int correct;

        public void Report(EvalOutcome value)
        {
            if (value.IsCorrect)
            {
                Interlocked.Increment(ref correct);
            }

            line.Show(FormattableString.Invariant($"{Interlocked.Increment(ref done):N0} of {total:N0}, {correct:N0} right"));
        }
    }
}
