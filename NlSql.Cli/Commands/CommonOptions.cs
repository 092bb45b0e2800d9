using System.CommandLine;
using System.CommandLine.Parsing;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Cli.Commands;

/// <summary>Options and arguments that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Option<FileInfo?> JsonLines(string what) =>
        new("--jsonl") { Description = $"Take {what} from this file, one JSON object a line; needs --out." };

    public static Option<FileInfo?> Out() => new("--out") { Description = "Write one JSON line for every input line to this file." };

    /// <summary>The text of an argument; <c>-</c> reads standard input, without the newline that echo and editors end it with.</summary>
    public static async Task<string> ReadTextAsync(string argument, CancellationToken cancellationToken) =>
        argument == "-" ? (await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n') : argument;

    /// <summary>
    /// As <see cref="ReadTextAsync"/>, for a statement. Throws <see cref="PipelineFailureException"/> (sql-empty) where nothing stands: the guard would only
    /// say that it is no query.
    /// </summary>
    public static async Task<string> ReadSqlAsync(string argument, CancellationToken cancellationToken)
    {
        var sql = await ReadTextAsync(argument, cancellationToken).ConfigureAwait(false);
        return !string.IsNullOrWhiteSpace(sql) ? sql : throw new PipelineFailureException(new(
            FailureParty.Caller, FailureTypes.SqlEmpty, "There is no SQL: the statement is empty.", "Give one SELECT statement."));
    }

    /// <summary>Says on standard error how many lines of a batch failed; every line has its answer, so the code is that of success.</summary>
    public static int EndBatch(int failed, FileInfo output)
    {
        if (failed > 0)
        {
            var lines = failed == 1 ? "1 line" : FormattableString.Invariant($"{failed:N0} lines");
            Console.Error.WriteLine($"{lines} failed; \"error\" in {output.FullName} says why.");
        }

        return ExitCodes.Ok;
    }

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
