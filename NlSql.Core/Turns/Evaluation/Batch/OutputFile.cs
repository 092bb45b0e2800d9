using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>The file that <c>--out</c> names.</summary>
public static class OutputFile
{
    /// <summary>
    /// Opens it anew, with its folder. Throws <see cref="PipelineFailureException"/> (file-not-writable) before any work was done: for a folder, and wherever
    /// the system lets nobody write.
    /// </summary>
    public static StreamWriter Open(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
        {
            throw NotWritable($"{file.FullName} is a folder.", "Name a file in it with --out.", null);
        }

        try
        {
            file.Directory?.Create();
            return new StreamWriter(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable($"The file {file.FullName} cannot be written: {exception.Message}", "Name another file with --out.", exception);
        }
    }

    /// <summary>As <see cref="Open"/>; without a file, what is written goes nowhere.</summary>
    public static StreamWriter OpenIfNamed(FileInfo? file) => file is null ? StreamWriter.Null : Open(file);

    /// <summary>One JSON line for each of them.</summary>
    public static async Task WriteLinesAsync<T>(TextWriter writer, IEnumerable<T> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(item, AnswerJson.Options).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static PipelineFailureException NotWritable(string message, string advice, Exception? cause) =>
        new(new(FailureParty.Caller, FailureTypes.FileNotWritable, message, advice), cause);
}
