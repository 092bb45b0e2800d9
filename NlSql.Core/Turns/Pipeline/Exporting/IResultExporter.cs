using System.IO.Pipelines;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Exporting;

public enum ExportFormat
{
    Csv,

    /// <summary>CSV with a byte order mark, which Excel needs to read UTF-8.</summary>
    CsvForExcel,
    Json,
    Xlsx,
}

/// <summary>Exports every row of a result by running its SQL again without our limit; what was kept of it is only the first rows.</summary>
public interface IResultExporter
{
    /// <summary>
    /// Finds the result and asks the guard again, so that failures come before the first byte. Throws
    /// <see cref="PipelineFailureException"/>: result-expired, sql-refused, or what keeps the database from being used.
    /// </summary>
    Task<PreparedExport> PrepareAsync(string resultId, ExportFormat format, CancellationToken cancellationToken);
}

/// <param name="FileName">Suggested name, ASCII.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="WriteAsync">Streams the file; a failure of the database after the first byte throws, and the file is then incomplete.</param>
public sealed record PreparedExport(string FileName, string ContentType, Func<PipeWriter, CancellationToken, Task<ExportSummary>> WriteAsync);
