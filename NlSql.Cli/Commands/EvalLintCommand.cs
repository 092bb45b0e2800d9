using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Evaluation.Linting;

namespace NlSql.Cli.Commands;

/// <summary><c>eval lint</c>: how often the lint speaks against queries that are right.</summary>
internal static class EvalLintCommand
{
    public static Command Create()
    {
        var cases = new Option<FileInfo>("--cases")
        {
            Description = "Golden questions, one JSON object a line: id, question, gold_sql, and perhaps db.",
            Required = true
        };
        var output = new Option<FileInfo?>("--out") { Description = "Write every gold query with its warnings to this file, one JSON line each." };
        var json = CommonOptions.Json();
        var command = new Command("lint", "Looks at gold queries as at any statement, and counts the warnings by rule; runs none.") { cases, output, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var all = await EvalCase.ReadAsync(parsed.GetRequiredValue(cases), token).ConfigureAwait(false);
                var writer = OutputFile.OpenIfNamed(parsed.GetValue(output));
                await using var closing = writer.ConfigureAwait(false);
                var found = await LookAsync(services.GetRequiredService<LintSurvey>(), all, token).ConfigureAwait(false);
                await OutputFile.WriteLinesAsync(writer, found, token).ConfigureAwait(false);
                Write(LintReport.Of(found), parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task<IReadOnlyList<LintedQuery>> LookAsync(LintSurvey survey, IReadOnlyList<EvalCase> cases, CancellationToken cancellationToken)
    {
        using var progress = new CountedProgress<LintedQuery>((done, _) => FormattableString.Invariant($"{done:N0} queries"));
        return await survey.RunAsync(cases, progress, cancellationToken).ConfigureAwait(false);
    }

    private static void Write(LintReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, AnswerJson.Indented));
            return;
        }

        foreach (var (rule, count) in report.ByRule)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{rule,-20} {count,6:N0} of {report.Queries:N0}  {count / (double)report.Queries,6:P1}"));
        }

        Console.Out.WriteLine(FormattableString.Invariant($"without a warning    {report.Silent,6:N0}; refused by the guard {report.Refused:N0}"));
    }
}
