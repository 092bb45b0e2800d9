using System.IO.Pipelines;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Exporting;

/// <summary>What an export is written as.</summary>
public enum ExportFormat
{
    /// <summary>UTF-8 with a header line, PostgreSQL's own text of every cell.</summary>
    Csv,

    /// <summary>CSV with a byte order mark, which Excel needs to read UTF-8.</summary>
    CsvForExcel,

    /// <summary>One object: columns, and rows as arrays.</summary>
    Json,

    /// <summary>A workbook for Excel; where a sheet is full (1,048,576 rows with its header) the next begins.</summary>
    Xlsx,
}

/// <summary>Exports every row of a result by running its SQL again without our limit; what was kept of it is only the first rows.</summary>
public interface IResultExporter
{
    /// <summary>
    /// Finds the result and asks the guard again, so that failures come before the first byte. Throws
    /// <see cref="PipelineFailureException"/>: result-expired, sql-refused, or what keeps the database from being used.
    /// </summary>
    /// <param name="analyst">See <see cref="Foundation.Identity.IAnalyst.Name"/>.</param>
    Task<PreparedExport> PrepareAsync(string resultId, ExportFormat format, string analyst, CancellationToken cancellationToken);
}

/// <param name="FileName">Suggested name, ASCII.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="WriteAsync">Streams the file; a failure of the database after the first byte throws, and the file is then incomplete.</param>
public sealed record PreparedExport(string FileName, string ContentType, Func<PipeWriter, CancellationToken, Task<ExportSummary>> WriteAsync);
