using System.Text.Json;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Exporting;
using NlSql.Core.Turns.Pipeline.Progress;
namespace NlSql.Cli.Output;

/// <summary>Shows a turn: progress on standard error while it runs, the draft or the answer on standard output when it ends.</summary>
internal sealed class AnswerWriter(IResultStore results, IResultExporter exporter, NumberFormat numbers, bool json)
{
    /// <summary>Rows printed as a table or as JSON; the rest is said in a line, and an export has it.</summary>
    private const int ShownRows = 1000;

    private readonly ProgressLine line = new(Console.Error);

    /// <summary>Follows one half of a turn from <paramref name="begun"/> and returns what it came to.</summary>
    public async Task<TurnProgress> FollowAsync(TurnProgress begun, IAsyncEnumerable<PipelineEvent> events, CancellationToken cancellationToken)
    {
        var progress = begun;
        try
        {
            await foreach (var step in events.FollowAsync(begun, cancellationToken).ConfigureAwait(false))
            {
                Observe(step.Event);
                progress = step.Progress;
            }
        }
        finally
        {
            line.Clear();
        }

        return progress;
    }

    /// <summary>Prints the draft and returns the exit code.</summary>
    public int WriteDraft(TurnProgress progress)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(DraftDocument.From(progress), AnswerJson.Indented));
        }
        else if (progress.Statement is { } sql)
        {
            WriteReading(progress);
            Console.Out.WriteLine(Printable.Text(sql));
            WriteVerdict(progress);
        }

        return Finish(progress);
    }

    /// <summary>Before a run: what is about to run, so that nothing runs unseen.</summary>
    public void ShowSql(TurnProgress progress)
    {
        if (!json)
        {
            WriteReading(progress);
            Console.Error.WriteLine(Printable.Text(progress.Statement!));
            WriteVerdict(progress);
            Console.Error.WriteLine();
        }
    }

    /// <summary>Prints rows and analysis, writes the export, and returns the exit code.</summary>
    public async Task<int> WriteAnswerAsync(TurnProgress progress, FileInfo? csv, CancellationToken cancellationToken)
    {
        if (progress.Failure is not null || progress.Result is not { } result)
        {
            return Finish(progress);
        }

        if (!json && progress.Draft is null)
        {
            // SQL of one's own was not shown before it ran.
            WriteWarnings(progress);
        }

        var page = await results.ReadPageAsync(result.Id, 0, ShownRows, null, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(AnswerDocument.From(progress, result, page), AnswerJson.Indented));
        }
        else if (csv is null)
        {
            ResultTable.Write(result, page, numbers);
        }

        if (csv is not null)
        {
            var written = await CsvFile.WriteAsync(exporter, result.Id, csv, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(written).ConfigureAwait(false);
        }

        if (!json)
        {
            WriteEmptiness(progress);
        }

        if (!json && progress.Analysis is { } analysis)
        {
            await Console.Out.WriteLineAsync().ConfigureAwait(false);
            await Console.Out.WriteLineAsync(Printable.Text(analysis.Markdown)).ConfigureAwait(false);
        }

        return Finish(progress);
    }

    private static void WriteReading(TurnProgress progress)
    {
        foreach (var reading in progress.Draft?.Understood ?? [])
        {
            var others = reading.Alternatives.Count > 0 ? $" (or: {string.Join("; ", reading.Alternatives)})" : "";
            Console.Error.WriteLine(Printable.Line($"{(reading.Phrase.Length > 0 ? reading.Phrase : "assumed")}: {reading.Meaning}{others}"));
        }

        if (progress is { Statement: not null, NotUnderstood: { Count: > 0 } unread })
        {
            Console.Error.WriteLine(Printable.Line($"Not understood, and left out: {string.Join(", ", unread)}"));
        }

        foreach (var note in progress.Notes)
        {
            Console.Error.WriteLine(Printable.Line(note));
        }

        foreach (var change in DraftChange.Of(progress.Draft))
        {
            WriteChange(change);
        }
    }

    private static void WriteChange(DraftChange change)
    {
        Console.Error.WriteLine(Printable.Line(change.Fault is { } fault
            ? $"Written anew by the model, because it would not run: {fault}"
            : "What the model wrote was mended by the schema:"));
        foreach (var correction in change.Corrections)
        {
            Console.Error.WriteLine(Printable.Line($"  {correction.Clause}{(correction.ChangesMeaning ? " (may change what is answered)" : "")}"));
        }

        foreach (var line in change.Diff)
        {
            Console.Error.WriteLine(Printable.Line($"  {line.Sign} {line.Text}"));
        }
    }

    private static void WriteEmptiness(TurnProgress progress)
    {
        var empty = progress.Emptiness;
        foreach (var mismatch in empty?.Mismatches ?? [])
        {
            var nearest = mismatch.Nearest.Count > 0 ? $" Nearest: {string.Join(", ", mismatch.Nearest.Select(value => $"\"{value}\""))}." : "";
            Console.Error.WriteLine(Printable.Line($"\"{mismatch.Value}\" does not occur in {mismatch.Column}.{nearest}"));
        }

        // A warning may have come with the same statement.
        if (empty?.RepairedSql is { } repaired && !progress.Warnings.Any(warning => string.Equals(warning.Sql, repaired, StringComparison.Ordinal)))
        {
            Console.Error.WriteLine("With the nearest value:");
            Console.Error.WriteLine(Printable.Text(repaired));
        }
    }

    private void WriteVerdict(TurnProgress progress)
    {
        switch (progress.Verdict)
        {
            case GuardApproval approval:
                var reads = approval.Sql.Relations.Count == 1 ? "1 table" : $"{approval.Sql.Relations.Count} tables";
                var rows = progress.Estimate is { } estimate ? $", about {numbers.Write(estimate.Rows, "N0")} rows" : "";
                Console.Error.WriteLine($"Passed: {reads}{rows}. Written by {progress.Draft?.Generator ?? "you"}.");
                WriteWarnings(progress);
                break;
            case GuardRefusal refusal:
                Console.Error.WriteLine(Printable.Line($"Refused ({refusal.Rule}): {refusal.Message}"));
                Console.Error.WriteLine(GuardRefusal.NotPlanned);
                if (refusal.Rewrite is { Length: > 0 } rewrite)
                {
                    Console.Error.WriteLine("A legal rewrite:");
                    Console.Error.WriteLine(Printable.Text(rewrite));
                }

                break;
        }
    }

    private static void WriteWarnings(TurnProgress progress)
    {
        foreach (var warning in progress.Warnings)
        {
            Console.Error.WriteLine(Printable.Line($"Warning ({warning.Rule}): {warning.Message} {warning.Fix}"));
            if (warning.Sql is { } sql)
            {
                Console.Error.WriteLine("With the fix:");
                Console.Error.WriteLine(Printable.Text(sql));
            }
        }
    }

    private int Finish(TurnProgress progress)
    {
        if (progress.Failure is not { } failure)
        {
            return ExitCodes.Ok;
        }

        if (progress.Verdict is GuardRefusal && progress.Draft is null && !json)
        {
            WriteVerdict(progress);
        }
        else if (progress.Verdict is not GuardRefusal || json)
        {
            FailureText.Write(failure, Console.Error);
            foreach (var option in progress.Draft?.Clarify?.Options ?? [])
            {
                Console.Error.WriteLine(Printable.Line($"  - {option}"));
            }

            WriteDecline(progress.Draft?.Declined);
        }

        return ExitCodes.From(failure);
    }

    private static void WriteDecline(Decline? decline)
    {
        foreach (var near in decline?.Nearest ?? [])
        {
            Console.Error.WriteLine(Printable.Line($"Nearest to \"{near.Word}\": {string.Join(", ", near.Names)}"));
        }

        if (decline?.Likeliest is { } likeliest)
        {
            Console.Error.WriteLine(Printable.Line($"Likeliest reading: {likeliest}"));
        }
    }

    private void Observe(PipelineEvent item)
    {
        switch (item)
        {
            case StageStarted started:
                line.Show(started.Message);
                break;
            case RowsCounted counted:
                line.Show($"{numbers.Write(counted.Rows, "N0")} rows");
                break;
        }
    }
}
