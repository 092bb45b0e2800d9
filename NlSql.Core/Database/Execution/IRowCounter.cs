using NlSql.Core.Sql.Guarding;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>Runs statements that count, one after the other, all over the same state of the data.</summary>
public interface IRowCounter
{
    /// <summary>
    /// In one read-only transaction that sees one snapshot and is rolled back; each under the ceiling of MAX_PLAN_COST and the time of a statement, all
    /// together within twice that time. Cancelling reaches the server. Throws <see cref="Foundation.Failures.PipelineFailureException"/> with the database's
    /// error; what was counted before has been told by then.
    /// </summary>
    /// <param name="whole">The statement that all of them come from: its search path and the definitions it was judged by hold for them.</param>
    /// <param name="counts">Each gives one row with one number.</param>
    /// <param name="counted">Told the place of each and its number; null for one that would cost more than the ceiling and was not run.</param>
    Task CountAsync(
        NpgsqlDataSource dataSource,
        ApprovedSql whole,
        IReadOnlyList<ApprovedSql> counts,
        RunTag tag,
        Action<int, long?> counted,
        CancellationToken cancellationToken);
}
