using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation.Batch;

namespace NlSql.Cli.Commands;

/// <summary><c>guard</c>: may this statement run? Judged by names alone, without a database.</summary>
internal static class GuardCommand
{
    public static Command Create()
    {
        var sql = new Argument<string?>("sql") { Description = "The statement; - reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var jsonl = CommonOptions.JsonLines("statements");
        var output = CommonOptions.Out();
        var json = CommonOptions.Json();
        var command = new Command("guard", "Says whether a statement may run, and why not; needs no database.") { sql, jsonl, output, json };
        command.Validators.Add(result => CommonOptions.RequireTextOrBatch(result, sql, jsonl, output));
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                if (parsed.GetValue(jsonl) is { } input)
                {
                    var answers = parsed.GetValue(output)!;
                    var failed = await services.GetRequiredService<GuardBatch>().RunAsync(input, answers, token).ConfigureAwait(false);
                    return CommonOptions.EndBatch(failed, answers);
                }

                var text = await CommonOptions.ReadSqlAsync(parsed.GetValue(sql)!, token).ConfigureAwait(false);
                return Write(services.GetRequiredService<ISqlGuard>().Check(text, GuardScope.NamesOnly), parsed.GetValue(json));
            },
            cancellationToken));
        return command;
    }

    private static int Write(GuardVerdict verdict, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(VerdictDocument.From(verdict), AnswerJson.Indented));
        }
        else if (verdict is GuardApproval approval)
        {
            Console.Out.WriteLine(Printable.Text(approval.Sql.Text));
        }

        if (verdict is not GuardRefusal refusal)
        {
            return ExitCodes.Ok;
        }

        Console.Error.WriteLine(Printable.Line($"Refused ({refusal.Rule}): {refusal.Message}"));
        return ExitCodes.Refused;
    }
}
