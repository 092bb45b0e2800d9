using NlSql.Core.Turns.Pipeline.Exporting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>Writes exports into the audit trail: who took how many rows of which result.</summary>
internal sealed class AuditingExporter(IResultExporter inner, AuditTrail trail, TimeProvider time) : IResultExporter
{
    /// <inheritdoc />
    public async Task<PreparedExport> PrepareAsync(string resultId, ExportFormat format, string analyst, CancellationToken cancellationToken)
    {
        var export = await inner.PrepareAsync(resultId, format, analyst, cancellationToken).ConfigureAwait(false);
        return export with
        {
            WriteAsync = async (output, token) =>
            {
                var entry = new AuditEntry("exported", default, analyst, TurnOrigin.Api) { Result = resultId, Outcome = "broken off" };
                var started = time.GetTimestamp();
                try
                {
                    var summary = await export.WriteAsync(output, token).ConfigureAwait(false);
                    entry = entry with { Outcome = "complete", Rows = summary.Rows, Truncated = summary.Truncated };
                    return summary;
                }
                finally
                {
                    trail.Add(entry with { At = time.GetUtcNow(), Milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1) });
                }
            },
        };
    }
}
