using System.IO.Pipelines;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline.Exporting;

namespace NlSql.Cli.Output;

/// <summary>Every row of a result as a CSV file, without the view's limit.</summary>
internal static class CsvFile
{
    /// <summary>Returns a sentence that says what was written. A file that exists is replaced when the export is complete, not before.</summary>
    public static async Task<string> WriteAsync(IResultExporter exporter, string resultId, FileInfo file, CancellationToken cancellationToken)
    {
        ThrowIfNowhere(file);
        var export = await exporter.PrepareAsync(resultId, ExportFormat.Csv, LocalAnalyst.LocalName, cancellationToken).ConfigureAwait(false);
        var partial = file.FullName + ".part";
        try
        {
            var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
            await using var disposal = stream.ConfigureAwait(false);
            var output = PipeWriter.Create(stream);
            var summary = await export.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            await output.CompleteAsync().ConfigureAwait(false);
            File.Move(partial, file.FullName, overwrite: true);
            var rows = summary.Rows == 1 ? "1 row" : FormattableString.Invariant($"{summary.Rows:N0} rows");
            return $"{rows} written to {file.FullName}{(summary.Truncated ? " (EXPORT_MAX_ROWS reached, more exist)" : "")}"
                + (summary.CutCells > 0 ? " (long cells are cut, see EXPORT_MAX_CELL_BYTES)" : "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system speaks of the file that was to become the one asked for.
            var reason = exception.Message.Replace(partial, file.FullName, StringComparison.Ordinal);
            throw NotWritable($"The CSV file {file.FullName} cannot be written: {reason}", "Name another file with --csv.", exception);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static void ThrowIfNowhere(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
        {
            throw NotWritable($"{file.FullName} is a folder.", "Name the CSV file in it with --csv.");
        }

        if (file.Directory is { Exists: false } folder)
        {
            throw NotWritable(
                $"The CSV file {file.FullName} cannot be written: there is no folder {folder.FullName}.",
                "Make it, or name another file with --csv.");
        }
    }

    private static PipelineFailureException NotWritable(string message, string advice, Exception? cause = null) =>
        new(new(FailureParty.Caller, FailureTypes.FileNotWritable, message, advice), cause);
}
