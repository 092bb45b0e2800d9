using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Cli.Commands;

/// <summary><c>sql</c>: the draft alone, one or a batch of them.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var question = new Argument<string?>("question") { Description = "The question; - reads it from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var jsonl = CommonOptions.JsonLines("questions");
        var output = CommonOptions.Out();
        var always = new Option<bool>("--answer-always") { Description = "Give the best guess instead of declining or asking back." };
        var json = CommonOptions.Json();
        var command = new Command("sql", "Drafts SQL for a question and prints the SQL only; with --jsonl for many questions.")
        {
            question, jsonl, output, always, json,
        };
        command.Validators.Add(result => CommonOptions.RequireTextOrBatch(result, question, jsonl, output));
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                if (parsed.GetValue(jsonl) is { } input)
                {
                    var batch = services.GetRequiredService<SqlBatch>();
                    var answers = parsed.GetValue(output)!;
                    return CommonOptions.EndBatch(await batch.RunAsync(input, answers, parsed.GetValue(always), token).ConfigureAwait(false), answers);
                }

                var text = await CommonOptions.ReadTextAsync(parsed.GetValue(question)!, token).ConfigureAwait(false);
                var answer = ActivatorUtilities.CreateInstance<AnswerWriter>(services, parsed.GetValue(json));
                var request = new DraftRequest(text) { Record = false, Origin = TurnOrigin.Cli, AnswerAlways = parsed.GetValue(always) };
                var drafting = services.GetRequiredService<IQuestionPipeline>().DraftAsync(request, token);
                return answer.WriteDraft(await answer.FollowAsync(TurnProgress.None.BeginDraft(), drafting, token).ConfigureAwait(false));
            },
            cancellationToken));
        return command;
    }
}
