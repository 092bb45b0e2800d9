using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Cli.Output;

/// <summary>Shows a turn: progress on standard error while it runs, the draft or the answer on standard output when it ends.</summary>
internal sealed class AnswerWriter(IServiceProvider services, bool json)
{
    /// <summary>Rows printed as a table or as JSON; the rest is said in a line, and an export has it.</summary>
    private const int ShownRows = 1000;

    private readonly ProgressLine _progress = new(Console.Error);

    public async Task FollowAsync(TurnOutcome outcome, IAsyncEnumerable<PipelineEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in outcome.WatchAsync(events, cancellationToken).ConfigureAwait(false))
            {
                Observe(item);
            }
        }
        finally
        {
            _progress.Clear();
        }
    }

    /// <summary>Prints the draft and returns the exit code.</summary>
    public int WriteDraft(TurnOutcome outcome)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(DraftDocument.From(outcome), AnswerJson.Indented));
        }
        else if ((outcome.Approved?.Text ?? outcome.Draft?.Sql) is { } sql)
        {
            WriteReading(outcome);
            Console.Out.WriteLine(Printable.Text(sql));
            WriteVerdict(outcome);
        }

        return Finish(outcome);
    }

    /// <summary>Before a run: what is about to run, so that nothing runs unseen.</summary>
    public void ShowSql(TurnOutcome outcome)
    {
        if (!json)
        {
            WriteReading(outcome);
            Console.Error.WriteLine(Printable.Text(outcome.Approved!.Text));
            WriteVerdict(outcome);
            Console.Error.WriteLine();
        }
    }

    /// <summary>Prints rows and analysis, writes the export, and returns the exit code.</summary>
    public async Task<int> WriteAnswerAsync(TurnOutcome outcome, FileInfo? csv, CancellationToken cancellationToken)
    {
        if (outcome.Failure is not null || outcome.Result is not { } result)
        {
            return Finish(outcome);
        }

        var page = await services.GetRequiredService<IResultStore>().ReadPageAsync(result.Id, 0, ShownRows, null, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(AnswerDocument.From(outcome, result, page), AnswerJson.Indented));
        }
        else if (csv is null)
        {
            ResultTable.Write(result, page);
        }

        if (csv is not null)
        {
            var written = await CsvFile.WriteAsync(services, result.Id, csv, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(written).ConfigureAwait(false);
        }

        if (!json && outcome.Analysis is { } analysis)
        {
            await Console.Out.WriteLineAsync().ConfigureAwait(false);
            await Console.Out.WriteLineAsync(Printable.Text(analysis.Markdown)).ConfigureAwait(false);
        }

        return Finish(outcome);
    }

    private static void WriteReading(TurnOutcome outcome)
    {
        foreach (var reading in outcome.Draft?.Understood ?? [])
        {
            Console.Error.WriteLine(Printable.Line(reading.Phrase.Length > 0 ? $"{reading.Phrase}: {reading.Meaning}" : $"assumed: {reading.Meaning}"));
        }

        if (outcome.Draft is { Sql: not null, NotUnderstood: { Count: > 0 } unread })
        {
            Console.Error.WriteLine(Printable.Line($"Not understood, and left out: {string.Join(", ", unread)}"));
        }

        foreach (var note in outcome.Notes)
        {
            Console.Error.WriteLine(Printable.Line(note));
        }
    }

    private static void WriteVerdict(TurnOutcome outcome)
    {
        switch (outcome.Verdict)
        {
            case GuardApproval approval:
                var reads = approval.Sql.Relations.Count == 1 ? "1 table" : $"{approval.Sql.Relations.Count} tables";
                var rows = outcome.Estimate is { } estimate ? FormattableString.Invariant($", about {estimate.Rows:N0} rows") : "";
                Console.Error.WriteLine($"Passed: {reads}{rows}. Written by {outcome.Draft?.Generator ?? "you"}.");
                break;
            case GuardRefusal refusal:
                Console.Error.WriteLine(Printable.Line($"Refused ({refusal.Rule}): {refusal.Message}"));
                if (refusal.Rewrite is { Length: > 0 } rewrite)
                {
                    Console.Error.WriteLine("A legal rewrite:");
                    Console.Error.WriteLine(Printable.Text(rewrite));
                }

                break;
        }
    }

    private int Finish(TurnOutcome outcome)
    {
        if (outcome.Failure is not { } failure)
        {
            return ExitCodes.Ok;
        }

        if (outcome.Verdict is GuardRefusal && outcome.Draft is null && !json)
        {
            WriteVerdict(outcome);
        }
        else if (outcome.Verdict is not GuardRefusal || json)
        {
            FailureText.Write(failure, Console.Error);
            foreach (var option in outcome.Draft?.Clarify?.Options ?? [])
            {
                Console.Error.WriteLine(Printable.Line($"  - {option}"));
            }
        }

        return ExitCodes.From(failure);
    }

    private void Observe(PipelineEvent item)
    {
        switch (item)
        {
            case StageStarted started:
                _progress.Show(started.Message);
                break;
            case RowsCounted counted:
                _progress.Show(FormattableString.Invariant($"{counted.Rows:N0} rows"));
                break;
        }
    }
}
