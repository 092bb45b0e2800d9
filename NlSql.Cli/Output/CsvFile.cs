using System.IO.Pipelines;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Exporting;

namespace NlSql.Cli.Output;

/// <summary>Every row of a result as a CSV file, without the view's limit.</summary>
internal static class CsvFile
{
    /// <summary>Returns a sentence that says what was written. A file that exists is replaced when the export is complete, not before.</summary>
    public static async Task<string> WriteAsync(IResultExporter exporter, string resultId, FileInfo file, CancellationToken cancellationToken)
    {
        var export = await exporter.PrepareAsync(resultId, ExportFormat.Csv, cancellationToken).ConfigureAwait(false);
        var partial = file.FullName + ".part";
        try
        {
            var stream = Create(partial);
            await using var disposal = stream.ConfigureAwait(false);
            var output = PipeWriter.Create(stream);
            var summary = await export.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            await output.CompleteAsync().ConfigureAwait(false);
            File.Move(partial, file.FullName, overwrite: true);
            var rows = summary.Rows == 1 ? "1 row" : FormattableString.Invariant($"{summary.Rows:N0} rows");
            return $"{rows} written to {file.FullName}{(summary.Truncated ? " (EXPORT_MAX_ROWS reached, more exist)" : "")}";
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFailureException(
                new(FailureParty.Caller, "file-not-writable", $"The CSV file cannot be written: {exception.Message}"),
                exception);
        }
    }
}
