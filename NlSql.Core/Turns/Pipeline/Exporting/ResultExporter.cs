using System.Globalization;
using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Export;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Pipeline.Stopping;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Exporting;

/// <inheritdoc cref="IResultExporter" />
internal sealed class ResultExporter(
    IAnalyticsDatabases databases,
    IResultStore results,
    AskedDatabases asked,
    ConnectedDatabase connected,
    ISqlGuard guard,
    IQueryExecutor executor,
    WorkInHand work,
    StatementQueues queues,
    IOptions<ExecutionOptions> options) : IResultExporter
{
    /// <inheritdoc />
    public async Task<PreparedExport> PrepareAsync(string resultId, ExportFormat format, string analyst, CancellationToken cancellationToken)
    {
        var result = await results.FindAsync(resultId, cancellationToken).ConfigureAwait(false)
            ?? throw new PipelineFailureException(new(
                FailureParty.Caller,
                FailureTypes.ResultExpired,
                "This result is no longer kept.",
                "Run the SQL again, then export."));
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);

        // The statement runs once more: here it would give other rows than those that are looked at.
        if (asked.OfResult(resultId) is { } origin && !connected.Is(origin))
        {
            throw new PipelineFailureException(connected.Elsewhere(origin));
        }

        var approved = guard.Check(result.Sql, database.Scope) switch
        {
            GuardApproval approval => approval.Sql,
            GuardRefusal refusal => throw new PipelineFailureException(Refusals.AsFailure(refusal)),
            _ => throw new InvalidOperationException("A verdict is an approval or a refusal."),
        };
        // A file that may have been cut short must not pass for the whole; nothing in it could say so that every reader of its format would understand.
        var limit = options.Value.ExportMaxRows is { } most && (result.Truncated || result.Partial || result.RowCount > most)
            ? string.Create(CultureInfo.InvariantCulture, $"-at-most-{most}-rows")
            : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"result-{result.RanAt:yyyyMMdd-HHmmss}{limit}");
        var tag = new RunTag(analyst, $"export-{result.Id}");
        return new PreparedExport(
            name + Extension(format),
            ContentType(format),
            (output, token) => WriteUntilStoppedAsync(database, approved, tag, format, output, token));
    }

    private static string Extension(ExportFormat format) => format switch
    {
        ExportFormat.Json => ".json",
        ExportFormat.Xlsx => ".xlsx",
        _ => ".csv",
    };

    private static string ContentType(ExportFormat format) => format switch
    {
        ExportFormat.Json => "application/json",
        ExportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/csv; charset=utf-8",
    };

    private async Task<ExportSummary> WriteUntilStoppedAsync(
        DatabaseSnapshot database,
        ApprovedSql sql,
        RunTag tag,
        ExportFormat format,
        PipeWriter output,
        CancellationToken cancellationToken)
    {
        using var piece = work.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, work.Stopping);
        try
        {
            using var room = await queues.Exports.EnterAsync(tag.Analyst, place: null, either.Token).ConfigureAwait(false);
            return await WriteAsync(database, sql, tag, format, output, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (work.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineFailureException(WorkInHand.Failure);
        }
    }

    private async Task<ExportSummary> WriteAsync(
        DatabaseSnapshot database,
        ApprovedSql sql,
        RunTag tag,
        ExportFormat format,
        PipeWriter output,
        CancellationToken cancellationToken)
    {
        switch (format)
        {
            case ExportFormat.Json:
                var json = new JsonRowSink(output);
                await using (json.ConfigureAwait(false))
                {
                    return await executor.ExportAsync(database.Exports, sql, tag, json, cancellationToken).ConfigureAwait(false);
                }

            case ExportFormat.Xlsx:
                var xlsx = new XlsxRowSink(output);
                await using (xlsx.ConfigureAwait(false))
                {
                    return await executor.ExportAsync(database.Exports, sql, tag, xlsx, cancellationToken).ConfigureAwait(false);
                }

            default:
                var csv = new CsvRowSink(output, new CsvFormat(format is ExportFormat.CsvForExcel, options.Value.NeutralizeFormulas));
                return await executor.ExportAsync(database.Exports, sql, tag, csv, cancellationToken).ConfigureAwait(false);
        }
    }
}
