using Microsoft.Extensions.Options;
using NlSql.Core.Execution;
using NlSql.Core.Execution.Export;
using NlSql.Core.Failures;
using NlSql.Core.Guarding;
using NlSql.Core.Identity;
using NlSql.Core.Pipeline;

namespace NlSql.Core.Answers;

/// <summary>Runs a statement again for all of its rows. The statement goes through the guard again, against the schema as it is now.</summary>
public sealed class ResultExport(IAnalyticsDatabases databases, ISqlGuard guard, IQueryExecutor executor, IAnalyst analyst, IOptions<ExecutionOptions> options)
{
    /// <summary>How CSV files are written here.</summary>
    public CsvFormat CsvFormat => new(NeutralizeFormulas: options.Value.NeutralizeFormulas);

    /// <summary>Throws <see cref="PipelineFailureException"/> when the statement is refused now or the database fails.</summary>
    public async Task<ExportSummary> WriteAsync(string sql, IRowSink sink, CancellationToken cancellationToken)
    {
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        return guard.Check(sql, database.Scope) switch
        {
            GuardApproval approval => await executor.ExportAsync(database.DataSource, approval.Sql, new RunTag(analyst.Name, "export"), sink, cancellationToken).ConfigureAwait(false),
            GuardRefusal refusal => throw new PipelineFailureException(new(FailureParty.Guard, FailureTypes.SqlRefused, refusal.Message) { Position = refusal.Start }),
            _ => throw new InvalidOperationException("A verdict is an approval or a refusal."),
        };
    }
}
