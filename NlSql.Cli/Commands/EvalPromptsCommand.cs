using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Evaluation.Coverage;

namespace NlSql.Cli.Commands;

/// <summary><c>eval prompts</c>: in how many prompts all that a question needs can be read. No model is asked.</summary>
internal static class EvalPromptsCommand
{
    public static Command Create()
    {
        var cases = new Option<FileInfo>("--cases")
        {
            Description = "Questions, one JSON object a line: id, question, db, and gold_sql, or tables and perhaps columns with --catalog.",
            Required = true
        };
        var catalog = new Option<FileInfo?>("--catalog") { Description = "Take the tables and columns from this file; PostgreSQL is not needed." };
        var output = new Option<FileInfo?>("--out") { Description = "Write what each prompt lacks to this file, one JSON line each." };
        var json = CommonOptions.Json();
        var command = new Command(
            "prompts",
            "Builds each question's prompt, asks no model, and counts those that hold all that the right query reads.") { cases, catalog, output, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                // What stood in --out stays where the input cannot be read.
                var items = await JsonLinesFile.ReadAsync<CoverageCase>(parsed.GetRequiredValue(cases), token).ConfigureAwait(false);
                var tables = parsed.GetValue(catalog);
                JsonLinesFile.Require(tables);
                var catalogs = tables is null ? null
                    : await CatalogFile.ReadAsync(tables.FullName, services.GetRequiredService<TimeProvider>(), token).ConfigureAwait(false);
                var writer = OutputFile.OpenIfNamed(parsed.GetValue(output));
                await using var closing = writer.ConfigureAwait(false);
                var outcomes = await MeasureAsync(services.GetRequiredService<PromptCoverage>(), items, catalogs, token).ConfigureAwait(false);
                await OutputFile.WriteLinesAsync(writer, outcomes, token).ConfigureAwait(false);
                Write(CoverageGroup.Of(outcomes), parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task<IReadOnlyList<CoverageOutcome>> MeasureAsync(
        PromptCoverage coverage,
        IReadOnlyList<CoverageCase> cases,
        IReadOnlyDictionary<string, SchemaCatalog>? catalogs,
        CancellationToken cancellationToken)
    {
        using var progress = new CountedProgress<CoverageOutcome>((done, _) => FormattableString.Invariant($"{done:N0} prompts"));
        return await (catalogs is null
            ? coverage.RunAsync(cases, progress, cancellationToken)
            : coverage.RunAsync(cases, catalogs, progress, cancellationToken)).ConfigureAwait(false);
    }

    private static void Write(IReadOnlyList<CoverageGroup> groups, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(groups, AnswerJson.Indented));
            return;
        }

        Console.Out.WriteLine($"{"database",-32} prompts   whole  tables  columns too  longest");
        foreach (var group in groups)
        {
            Console.Out.WriteLine(Printable.Line(FormattableString.Invariant(
                $"{group.Name,-32} {group.Prompts,7:N0} {group.Fits,7:N0} {group.WithTables,7:N0} {group.WithAll,12:N0} {group.Tokens,8:N0}")));
        }
    }
}
