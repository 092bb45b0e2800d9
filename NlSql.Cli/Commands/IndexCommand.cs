using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Cli.Commands;

/// <summary><c>index</c>: reads the schema again and indexes what changed.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var rebuild = new Option<bool>("--rebuild") { Description = "Build the index anew even when nothing changed." };
        var json = CommonOptions.Json();
        var command = new Command("index", "Reads the database's schema again and indexes what changed.") { rebuild, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var database = services.GetRequiredService<IAnalyticsDatabases>().Default;
                var progress = new ProgressLine(Console.Error);
                database.StateChanged += state => progress.Show(state.Message);
                var snapshot = await database.RefreshAsync(parsed.GetValue(rebuild), token).ConfigureAwait(false);
                progress.Clear();
                var info = snapshot.Index.Info;
                var news = info.WasRebuilt ? $"rebuilt: {info.RebuildReason}" : "unchanged";
                Console.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { tables = snapshot.Catalog.Tables.Count, index = info }, AnswerJson.Indented)
                    : FormattableString.Invariant(
                        $"{snapshot.Catalog.Tables.Count:N0} tables, {info.Vectors:N0} vectors ({info.Engine}, {info.EmbeddingModel}), {news}"));
                foreach (var note in info.Notes)
                {
                    await Console.Error.WriteLineAsync(Printable.Line(note)).ConfigureAwait(false);
                }

                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }
}
