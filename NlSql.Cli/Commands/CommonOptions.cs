using System.CommandLine;
using System.CommandLine.Parsing;

namespace NlSql.Cli.Commands;

/// <summary>Options and arguments that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Option<string?> Database() => new("--db") { Description = "Ask this database of the server instead of DB_NAME." };

    public static Option<FileInfo?> JsonLines(string what) =>
        new("--jsonl") { Description = $"Take {what} from this file, one JSON object a line; needs --out." };

    public static Option<FileInfo?> Out() => new("--out") { Description = "Write one JSON line for every input line to this file." };

    /// <summary>The text of an argument; <c>-</c> reads standard input.</summary>
    public static async Task<string> ReadTextAsync(string argument, CancellationToken cancellationToken) =>
        argument == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : argument;

    /// <summary>One text, or a file in and a file out; never both and never neither.</summary>
    public static void RequireTextOrBatch(CommandResult result, Argument<string?> text, Option<FileInfo?> input, Option<FileInfo?> output)
    {
        var hasText = result.GetResult(text) is { Tokens.Count: > 0 };
        var hasInput = result.GetResult(input) is not null;
        var hasOutput = result.GetResult(output) is not null;
        if (hasInput != hasOutput)
        {
            result.AddError("--jsonl and --out go together.");
        }
        else if (hasText == hasInput)
        {
            result.AddError($"Give either a {text.Name} or --jsonl FILE --out FILE.");
        }
    }
}
