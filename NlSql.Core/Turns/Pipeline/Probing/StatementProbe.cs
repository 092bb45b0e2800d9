using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Probing;

/// <param name="Sql">It goes through the guard.</param>
/// <param name="Tag">In whose name, and for which turn.</param>
/// <param name="Origin">Of the turn, for the audit trail.</param>
internal sealed record Probe(string Sql, RunTag Tag, TurnOrigin Origin)
{
    /// <summary>For the audit trail; null where none is recorded.</summary>
    public string? Conversation { get; init; }

    /// <summary>In the planner's unit; MAX_PLAN_COST holds beside it.</summary>
    public double HighestCost { get; init; } = double.PositiveInfinity;
}

/// <summary>
/// Runs statements whose rows nobody is shown: a draft that is tried for a vote, a look for values that are near to one that does not occur. The rules are
/// those of every other statement: the guard, the ceiling of MAX_PLAN_COST, room in the queue of runs, and a line of the audit trail before it runs.
/// </summary>
internal sealed class StatementProbe(ISqlGuard guard, IQueryExecutor executor, StatementQueues queues, AuditTrail trail, TimeProvider time)
{
    /// <summary>
    /// False where it may not run: refused by the guard, or too expensive. Throws <see cref="PipelineFailureException"/>: <c>busy</c> where no room came free,
    /// <c>sql-guard-busy</c> where the guard had none, or what the database says.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for room, too.</param>
    public async Task<bool> TryAsync(DatabaseSnapshot database, Probe probe, IRowSink rows, CancellationToken cancellationToken)
    {
        var verdict = guard.Check(probe.Sql, database.Scope);
        if (verdict is GuardRefusal { Rule: GuardRules.Busy } busy)
        {
            throw new PipelineFailureException(Refusals.AsFailure(busy));
        }

        if (verdict is not GuardApproval { Sql: var approved })
        {
            return false;
        }

        var estimate = await executor.EstimateAsync(database.DataSource, approved, probe.Tag, cancellationToken).ConfigureAwait(false);
        if (estimate.ExceedsCeiling || estimate.Cost > probe.HighestCost)
        {
            return false;
        }

        using var room = await queues.Runs.EnterAsync(probe.Tag.Analyst, place: null, cancellationToken).ConfigureAwait(false);
        trail.Add(new AuditEntry("probed", time.GetUtcNow(), probe.Tag.Analyst, probe.Origin)
        {
            Conversation = probe.Conversation,
            Turn = probe.Tag.Turn,
            Sql = probe.Sql,
        });
        await executor.ExportAsync(database.DataSource, approved, probe.Tag, rows, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
