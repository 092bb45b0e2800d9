using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Cli.Commands;

/// <summary><c>ask</c>: drafts and shows; <c>--run</c> runs, <c>--analyze</c> also explains.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var question = new Argument<string>("question") { Description = "The question in plain words; - reads it from standard input." };
        var run = new Option<bool>("--run") { Description = "Run the SQL as well." };
        var analyze = new Option<bool>("--analyze") { Description = "Run it and write an analysis of the result." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Run it and write every row to this CSV file." };
        var json = CommonOptions.Json();
        var command = new Command("ask", "Drafts SQL for a question and shows it with the guard's verdict.") { question, run, analyze, csv, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var text = await CommonOptions.ReadTextAsync(parsed.GetRequiredValue(question), token).ConfigureAwait(false);
                var answer = new AnswerWriter(services, parsed.GetValue(json));
                var pipeline = services.GetRequiredService<IQuestionPipeline>();
                var outcome = new TurnOutcome();
                await answer.FollowAsync(outcome, pipeline.DraftAsync(new DraftRequest(text) { Record = false }, token), token).ConfigureAwait(false);
                var runs = parsed.GetValue(run) || parsed.GetValue(analyze) || parsed.GetValue(csv) is not null;
                if (outcome.Failure is not null || !runs)
                {
                    return answer.WriteDraft(outcome);
                }

                answer.ShowSql(outcome);
                var request = new RunRequest(outcome.Approved!.Text) { Question = text, Analyze = parsed.GetValue(analyze), Record = false };
                await answer.FollowAsync(outcome, pipeline.RunAsync(request, token), token).ConfigureAwait(false);
                return await answer.WriteAnswerAsync(outcome, parsed.GetValue(csv), token).ConfigureAwait(false);
            },
            cancellationToken));
        return command;
    }
}
