using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Evaluation.Reports;

namespace NlSql.Cli.Commands;

/// <summary><c>eval run</c>: execution accuracy of a generator on golden questions.</summary>
internal static class EvalCommand
{
    private const int MinimumSeconds = 1;
    private const int DefaultSeconds = 20;

    public static Command Create() => new("eval", "Measures how well questions are answered.")
    {
        CreateRun(),
        EvalCompareCommand.Create(),
        EvalPromptsCommand.Create(),
        EvalLintCommand.Create(),
    };

    private static Command CreateRun()
    {
        var cases = new Option<FileInfo>("--cases")
        {
            Description = "Golden questions, one JSON object a line: id, question, gold_sql (or answerable: false), and perhaps db, source, structure, "
                + "instructions, ordered, follows.",
            Required = true
        };
        var generator = new Option<string>("--generator")
        {
            Description = "Who writes: usual is how questions are answered.",
            DefaultValueFactory = _ => GeneratorChoice.Usual,
        };
        generator.AcceptOnlyFromAmong([.. GeneratorChoice.Names]);
        var report = new Option<DirectoryInfo?>("--report")
        {
            Description = "Write report.html, report.md, report.json and every outcome into this folder; an interrupted run in it goes on.",
        };
        var sample = new Option<int?>("--sample") { Description = "Take so many cases, spread over kinds of queries and databases; always the same ones." };
        var tables = new Option<int?>("--k") { Description = "Find so many tables for a question at most, instead of the product's own number." };
        var limit = new Option<int?>("--limit") { Description = "Take the first so many cases only." };
        var heldOut = new Option<string[]>("--held-out")
        {
            Description = "Databases that nobody had in view while the product was made (* for any letters): counted by themselves, and named in the report.",
            AllowMultipleArgumentsPerToken = true,
        };
        var always = new Option<bool>("--answer-always") { Description = "Take the best guess where the generator would decline or ask back." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds that one statement may take.", DefaultValueFactory = _ => DefaultSeconds };
        AtLeast(timeout, MinimumSeconds, "--timeout must be a second or more.");
        AtLeast(sample, 1, "--sample must be 1 or more.");
        AtLeast(limit, 1, "--limit must be 1 or more.");
        AtLeast(tables, 1, "--k must be 1 or more.");
        var json = CommonOptions.Json();
        var command = new Command("run", "Drafts, runs and compares with the gold queries; prints the share that is right, with its interval.")
        {
            cases, generator, report, sample, limit, tables, heldOut, always, timeout, json,
        };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var file = parsed.GetRequiredValue(cases);
                var all = await EvalCase.ReadAsync(file, token).ConfigureAwait(false);
                var first = parsed.GetValue(limit) is { } count ? [.. all.Take(count)] : all;
                var taken = parsed.GetValue(sample) is { } size ? CaseSample.Take(first, size) : first;
                var held = parsed.GetValue(heldOut) ?? [];
                var writer = parsed.GetRequiredValue(generator);
                var facts = services.GetRequiredService<EvalFacts>().Of(file.Name, taken, all.Count, writer, parsed.GetValue(always), held) with
                {
                    Tables = parsed.GetValue(tables),
                };
                var folder = parsed.GetValue(report) is { } path ? await EvalFolder.OpenAsync(path.FullName, facts, token).ConfigureAwait(false) : null;
                var settings = new EvalSettings(parsed.GetValue(always), Environment.ProcessorCount, TimeSpan.FromSeconds(parsed.GetValue(timeout)))
                {
                    Generator = facts.Generator,
                    Tables = facts.Tables,
                    Known = folder?.Known ?? [],
                };
                try
                {
                    var outcomes = await RunAsync(services.GetRequiredService<EvalRun>(), taken, settings, folder, token).ConfigureAwait(false);
                    var measured = EvalReport.Of(outcomes, held.Length > 0 ? new NamePatterns(held) : null);
                    await (folder?.WriteReportAsync(facts, measured, outcomes, token) ?? Task.CompletedTask).ConfigureAwait(false);
                    Write(measured, parsed.GetValue(json));
                    return ExitCodes.Ok;
                }
                finally
                {
                    if (folder is not null)
                    {
                        await folder.DisposeAsync().ConfigureAwait(false);
                    }
                }
            },
            cancellationToken));
        return command;
    }

    /// <summary>Counts on standard error and keeps what is known; reports arrive from several threads.</summary>
    private static async Task<IReadOnlyList<EvalOutcome>> RunAsync(
        EvalRun run, IReadOnlyList<EvalCase> cases, EvalSettings settings, EvalFolder? folder, CancellationToken cancellationToken)
    {
        var before = folder?.Known.Count ?? 0;
        var correct = folder?.Known.Count(outcome => outcome.IsCorrect) ?? 0;
        using var progress = new CountedProgress<EvalOutcome>((done, outcome) =>
        {
            folder?.Add(outcome);
            var right = outcome.IsCorrect ? Interlocked.Increment(ref correct) : Volatile.Read(ref correct);
            return FormattableString.Invariant($"{before + done:N0} of {cases.Count:N0}, {right:N0} right");
        });
        return await run.RunAsync(cases, settings, progress, cancellationToken).ConfigureAwait(false);
    }

    private static void AtLeast<T>(Option<T> option, int least, string message) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is { } value && Convert.ToInt32(value, CultureInfo.InvariantCulture) < least)
        {
            result.AddError(message);
        }
    });

    private static void Write(EvalReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, AnswerJson.Indented));
            return;
        }

        EvalGroup?[] groups = [.. report.BySource, report.Seen, report.HeldOut, report.All];
        foreach (var group in groups.OfType<EvalGroup>())
        {
            Console.Out.WriteLine(Printable.Line(FormattableString.Invariant($"{group.Name,-24} {group.Right}  exact {group.Exact:N0}")));
        }

        Console.Out.WriteLine(string.Join(
            ", ",
            report.Verdicts.OrderByDescending(verdict => verdict.Value).Select(verdict => FormattableString.Invariant($"{verdict.Key} {verdict.Value:N0}"))));
        Console.Out.WriteLine($"right of those answered: {report.RightOfAnswered}");
        if (report.Mended.Whole + report.Repaired.Whole > 0)
        {
            Console.Out.WriteLine($"right of those mended: {report.Mended}; of those repaired: {report.Repaired}");
        }

        var cost = report.Cost;
        if (cost.PromptTokens is { } tokens)
        {
            var known = FormattableString.Invariant($"{cost.CachedTokens ?? 0:N0} known");
            Console.Out.WriteLine(FormattableString.Invariant(
                $"model: {cost.ModelCalls:N0} calls, {tokens:N0} tokens of prompts ({known}), {cost.AnswerTokens ?? 0:N0} of answers"));
        }

        var drafts = FormattableString.Invariant($"draft: median {cost.DraftMsMedian:N1} ms, 95th percentile {cost.DraftMsP95:N1} ms");
        Console.Out.WriteLine(FormattableString.Invariant($"{drafts}; gold queries that failed: {report.GoldFailed:N0}"));
    }
}
