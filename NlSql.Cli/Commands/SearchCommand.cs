using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Answers;
using NlSql.Core.Pipeline;
using NlSql.Core.Retrieval;

namespace NlSql.Cli.Commands;

/// <summary><c>search</c>: the tables and columns a question is about.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var question = new Argument<string?>("question") { Description = "Words to look for; - reads them from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json();
        var command = new Command("search", "Finds the tables and columns that a question is about.") { question, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var text = await CommonOptions.ReadTextAsync(parsed.GetValue(question) ?? "-", token).ConfigureAwait(false);
                var snapshot = await services.GetRequiredService<IAnalyticsDatabases>().Default.GetAsync(token).ConfigureAwait(false);
                var found = await snapshot.Index.SearchAsync(text, RetrievalLimits.Ranking, token).ConfigureAwait(false);
                Write(found, parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static void Write(RetrievedSchema found, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(SearchDocument.From(found), AnswerJson.Indented));
            return;
        }

        foreach (var table in found.Tables)
        {
            Console.Out.WriteLine(Printable.Line($"{table.Table.Name}\t{table.Explanation}"));
        }

        foreach (var link in found.ValueLinks)
        {
            Console.Error.WriteLine(Printable.Line($"\"{link.Phrase}\" is {link.Table}.{link.Column} = '{link.Value}'"));
        }
    }
}
