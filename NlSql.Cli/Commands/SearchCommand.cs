using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Cli.Commands;

/// <summary><c>search</c>: the tables and columns a question is about.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var question = new Argument<string?>("question")
        {
            Description = "Words to look for; - reads them from standard input.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var jsonl = CommonOptions.JsonLines("questions");
        var output = CommonOptions.Out();
        var catalog = new Option<FileInfo?>("--catalog")
        {
            Description = "With --jsonl: take the tables and columns from this file; PostgreSQL is not needed."
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "search",
            "Finds the tables and columns that a question is about; with --jsonl for many questions.") { question, jsonl, output, catalog, json };
        command.Validators.Add(result => CommonOptions.RequireTextOrBatch(result, question, jsonl, output));
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                if (parsed.GetValue(jsonl) is { } input)
                {
                    return await BatchAsync(services, input, parsed.GetValue(output)!, parsed.GetValue(catalog), token).ConfigureAwait(false);
                }

                var text = await CommonOptions.ReadTextAsync(parsed.GetValue(question)!, token).ConfigureAwait(false);
                var snapshot = await services.GetRequiredService<IAnalyticsDatabases>().Default.GetAsync(token).ConfigureAwait(false);
                var found = await snapshot.Index.SearchAsync(text, RetrievalLimits.Ranking, token).ConfigureAwait(false);
                Write(found, parsed.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> BatchAsync(
        IServiceProvider services,
        FileInfo input,
        FileInfo output,
        FileInfo? catalog,
        CancellationToken cancellationToken)
    {
        JsonLinesFile.Require(catalog);
        var batch = services.GetRequiredService<SearchBatch>();
        if (catalog is not null)
        {
            return CommonOptions.EndBatch(await batch.RunAsync(input, output, catalog.FullName, cancellationToken).ConfigureAwait(false), output);
        }

        var databases = services.GetRequiredService<IAnalyticsDatabases>();
        return CommonOptions.EndBatch(await batch.RunAsync(input, output, OpenAsync, cancellationToken).ConfigureAwait(false), output);

        async Task<ISchemaIndex> OpenAsync(string? name, CancellationToken token) =>
            (await (name is { Length: > 0 } ? databases.Open(name) : databases.Default).GetAsync(token).ConfigureAwait(false)).Index;
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
