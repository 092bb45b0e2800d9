using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>
/// Rows that might be read when they were stored need not be readable any more: a column was barred since, a table excluded. Each reading asks the guard
/// about the statement that gave them, with the scope of today. Without a database nobody knows that scope, and nothing is read.
/// </summary>
internal sealed class GuardedResultStore(
    ResultStore inner, IAnalyticsDatabases databases, ISqlGuard guard, AskedDatabases asked, ConnectedDatabase connected) : IResultStore
{
    /// <inheritdoc />
    public Task<StoredResult?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    /// <summary>
    /// Throws <see cref="PipelineFailureException"/>: result-expired, sql-refused with the guard's rule, or what keeps the database from being used.
    /// </summary>
    public async Task<ResultPage> ReadPageAsync(string id, long offset, int count, ResultSort? sort, CancellationToken cancellationToken)
    {
        if (await inner.DescribeAsync(id, cancellationToken).ConfigureAwait(false) is { } result)
        {
            var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
            if (guard.Check(result.Sql, database.Scope) is GuardRefusal refusal)
            {
                throw new PipelineFailureException(Barred(id, Refusals.AsFailure(refusal)));
            }
        }

        return await inner.ReadPageAsync(id, offset, count, sort, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Delete(string id) => inner.Delete(id);

    private PipelineFailure Barred(string id, PipelineFailure refused)
    {
        if (refused.Party != FailureParty.Guard)
        {
            return refused;
        }

        // That another database has other tables is no news; whose rows they are is.
        var database = asked.OfResult(id);
        return database is not null && !connected.Is(database) ? connected.Elsewhere(database) : refused with
        {
            Message = $"The rows of this result may no longer be shown. {refused.Message}",
            Advice = "What may be read has changed since they were stored. Ask for what is still open.",
            Position = null,
        };
    }
}
