using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>Guard, lint and planner, as both halves ask them: before a person reviews a draft, and again before it runs.</summary>
internal sealed class StatementCheck(ISqlGuard guard, StatementLint lint, IQueryExecutor executor, TimeProvider time)
{
    /// <summary>Streams verdict, warnings and estimate; a statement that may not run ends with <see cref="TurnFailed"/>.</summary>
    /// <param name="question">What the statement answers; null when nobody asked in words.</param>
    public async IAsyncEnumerable<PipelineEvent> CheckAsync(
        DatabaseSnapshot database,
        string sql,
        string? question,
        RunTag tag,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new StageStarted(PipelineStage.Guarding, "Checking the SQL");
        var started = time.GetTimestamp();
        var verdict = guard.Check(sql, database.Scope);
        yield return new VerdictGiven(verdict) { Duration = time.GetElapsedTime(started) };
        if (verdict is not GuardApproval { Sql: var approved })
        {
            yield return new TurnFailed(Refusals.AsFailure((GuardRefusal)verdict));
            yield break;
        }

        if (lint.Check(sql, database.Catalog, database.Scope.SearchPath, question) is { Count: > 0 } warnings)
        {
            yield return new StatementLinted(warnings);
        }

        yield return new StageStarted(PipelineStage.Estimating, "Asking the planner");
        started = time.GetTimestamp();
        var estimate = await executor.EstimateAsync(database.DataSource, approved, tag, cancellationToken).ConfigureAwait(false);
        yield return new PlanEstimated(estimate) { Duration = time.GetElapsedTime(started) };
        if (estimate.ExceedsCeiling)
        {
            yield return new TurnFailed(new(
                FailureParty.Caller,
                FailureTypes.PlanTooExpensive,
                FormattableString.Invariant($"The planner expects a cost of {estimate.Cost:N0}, which is above the ceiling MAX_PLAN_COST."),
                "Ask for less: a shorter period, fewer tables, a condition that an index serves."));
        }
    }
}
