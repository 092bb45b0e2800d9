using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Answers;

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
                var guard = services.GetRequiredService<ISqlGuard>();
                if (parsed.GetValue(jsonl) is { } input)
                {
                    await JsonLinesFile.MapAsync<Statement, Judged>(
                        input,
                        parsed.GetValue(output)!,
                        (statement, _) => Task.FromResult(Judge(statement.Id, guard.Check(statement.Sql ?? "", GuardScope.NamesOnly))),
                        (id, error) => new Judged(id, "refuse", "unreadable", error, null) { Error = error },
                        Environment.ProcessorCount,
                        token).ConfigureAwait(false);
                    return ExitCodes.Ok;
                }

                var text = await CommonOptions.ReadTextAsync(parsed.GetValue(sql)!, token).ConfigureAwait(false);
                return Write(guard.Check(text, GuardScope.NamesOnly), parsed.GetValue(json));
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

    private static Judged Judge(JsonElement id, GuardVerdict verdict) => verdict is GuardRefusal refusal
        ? new Judged(id, "refuse", refusal.Rule, refusal.Message, null)
        : new Judged(id, "accept", null, null, (verdict as GuardApproval)?.Sql.Text);

    /// <summary>A line of the input.</summary>
    internal sealed record Statement(JsonElement Id, string? Sql);

    /// <summary>A line of the output.</summary>
    internal sealed record Judged(JsonElement Id, string Verdict, string? Rule, string? Message, string? Sql)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Error { get; init; }
    }
}
