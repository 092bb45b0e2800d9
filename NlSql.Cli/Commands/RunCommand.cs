using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Cli.Commands;

/// <summary><c>run</c>: SQL through the guard to rows.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("sql") { Description = "One SELECT statement; - reads it from standard input." };
        var analyze = new Option<bool>("--analyze") { Description = "Write an analysis of the result as well." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every row to this CSV file." };
        var json = CommonOptions.Json();
        var command = new Command("run", "Runs SQL that the guard approves, read-only, and prints the rows.") { sql, analyze, csv, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var text = await CommonOptions.ReadSqlAsync(parsed.GetRequiredValue(sql), token).ConfigureAwait(false);
                var answer = ActivatorUtilities.CreateInstance<AnswerWriter>(services, parsed.GetValue(json));
                var request = new RunRequest(text) { Analyze = parsed.GetValue(analyze), Record = false, Origin = TurnOrigin.Cli };
                var running = services.GetRequiredService<IQuestionPipeline>().RunAsync(request, token);
                var done = await answer.FollowAsync(TurnProgress.None.BeginRun(text), running, token).ConfigureAwait(false);
                return await answer.WriteAnswerAsync(done, parsed.GetValue(csv), token).ConfigureAwait(false);
            },
            cancellationToken));
        return command;
    }
}
