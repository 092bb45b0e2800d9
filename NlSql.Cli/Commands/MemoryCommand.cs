using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Cli.Commands;

/// <summary><c>memory</c>: questions with SQL that people stand for.</summary>
internal static class MemoryCommand
{
    public static Command Create() => new("memory", "Questions with SQL that were approved or corrected, and are used again.") { List(), Keep(), Forget() };

    private static Command List()
    {
        var output = new Option<FileInfo?>("--out") { Description = "Write them to this file as cases for eval run." };
        var json = CommonOptions.Json();
        var command = new Command("list", "Lists what is kept, what no longer fits the schema, and what contradicts each other.") { output, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var writer = OutputFile.OpenIfNamed(parsed.GetValue(output));
                await using var closing = writer.ConfigureAwait(false);
                var kept = await services.GetRequiredService<PairBook>().ListAsync(LocalAnalyst.LocalName, token).ConfigureAwait(false);
                await OutputFile.WriteLinesAsync(writer, kept.Where(pair => pair.Fault is null).Select(AsCase), token).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(kept, AnswerJson.Indented));
                    return ExitCodes.Ok;
                }

                foreach (var pair in kept)
                {
                    Console.Out.WriteLine(Printable.Line($"{pair.Pair.Id}  {pair.Pair.Question}"));
                    Console.Out.WriteLine(Printable.Line($"  {pair.Pair.Sql.ReplaceLineEndings(" ")}"));
                    foreach (var remark in Remarks(pair))
                    {
                        Console.Out.WriteLine(Printable.Line($"  {remark}"));
                    }
                }

                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static IEnumerable<string> Remarks(KeptPair pair)
    {
        if (pair.Fault is { } fault)
        {
            yield return $"not used: {fault}";
        }

        if (pair.Obstacle is { } obstacle)
        {
            yield return $"not used just now: {obstacle}";
        }

        if (pair.ConflictsWith.Count > 0)
        {
            yield return $"answered otherwise by {string.Join(", ", pair.ConflictsWith)}";
        }
    }

    private static EvalCase AsCase(KeptPair pair) =>
        new() { Id = pair.Pair.Id, Question = pair.Pair.Question, GoldSql = [pair.Pair.Sql], Source = "memory" };

    private static Command Keep()
    {
        var question = new Argument<string>("question") { Description = "In plain words." };
        var sql = new Argument<string>("sql") { Description = "SQL that answers it; - reads it from standard input." };
        var shared = new Option<bool>("--shared") { Description = "Let it serve everybody who asks." };
        var command = new Command("keep", "Keeps a question with SQL that passes the guard and the planner.") { question, sql, shared };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var text = await CommonOptions.ReadSqlAsync(parsed.GetRequiredValue(sql), token).ConfigureAwait(false);
                var kept = await services.GetRequiredService<PairBook>()
                    .ApproveAsync(parsed.GetRequiredValue(question), text, parsed.GetValue(shared), LocalAnalyst.LocalName, token)
                    .ConfigureAwait(false);
                Console.Out.WriteLine(kept.Id);
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Command Forget()
    {
        var id = new Argument<string>("id") { Description = "As memory list shows it." };
        var command = new Command("forget", "Removes a pair.") { id };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
                await services.GetRequiredService<PairBook>()
                    .DeleteAsync(parsed.GetRequiredValue(id), LocalAnalyst.LocalName, token)
                    .ConfigureAwait(false)
                    ? ExitCodes.Ok
                    : throw new PipelineFailureException(new(
                        FailureParty.Caller, FailureTypes.NotFound, $"There is no kept pair {parsed.GetRequiredValue(id)}.", "memory list shows them.")),
            cancellationToken));
        return command;
    }
}
