using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

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
                var answer = ActivatorUtilities.CreateInstance<AnswerWriter>(services, parsed.GetValue(json));
                var pipeline = services.GetRequiredService<IQuestionPipeline>();
                var drafting = pipeline.DraftAsync(new DraftRequest(text) { Record = false, Origin = TurnOrigin.Cli }, token);
                var draft = await answer.FollowAsync(TurnProgress.None.BeginDraft(), drafting, token).ConfigureAwait(false);
                var runs = parsed.GetValue(run) || parsed.GetValue(analyze) || parsed.GetValue(csv) is not null;
                if (draft is not { Failure: null, Statement: { } statement } || !runs)
                {
                    return answer.WriteDraft(draft);
                }

                answer.ShowSql(draft);
                var request = new RunRequest(statement) { Question = text, Analyze = parsed.GetValue(analyze), Record = false, Origin = TurnOrigin.Cli };
                var done = await answer.FollowAsync(draft.BeginRun(statement), pipeline.RunAsync(request, token), token).ConfigureAwait(false);
                return await answer.WriteAnswerAsync(done, parsed.GetValue(csv), token).ConfigureAwait(false);
            },
            cancellationToken));
        return command;
    }
}
