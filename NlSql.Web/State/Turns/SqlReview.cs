using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Turns;

/// <summary>The guard's word on an edited text, and the planner's estimate when it passed.</summary>
/// <param name="Failure">The planner's error, or a database that cannot be reached; the text may still be run and will say so again.</param>
public sealed record SqlCheck(string Sql, GuardRefusal? Refusal, int Tables, PlanEstimate? Estimate, PipelineFailure? Failure)
{
    /// <summary>What the lint says of it.</summary>
    public IReadOnlyList<LintWarning> Warnings { get; init; } = [];

    /// <summary>Where <see cref="Failure"/> lies in it; null where that is not known.</summary>
    public SqlFault? Fault { get; init; }
}

/// <summary>Checks what the analyst types, without running it.</summary>
public sealed class SqlReview(IAnalyticsDatabases databases, ISqlGuard guard, StatementLint lint, IQueryExecutor executor, IAnalyst analyst)
{
    /// <summary>Guard and lint, then EXPLAIN. Throws only when cancelled.</summary>
    public async Task<SqlCheck> CheckAsync(string sql, string question, string turnId, CancellationToken cancellationToken)
    {
        DatabaseSnapshot snapshot;
        try
        {
            snapshot = await databases.Default.GetAsync(cancellationToken);
        }
        catch (PipelineFailureException unreachable)
        {
            return new SqlCheck(sql, guard.Check(sql, GuardScope.NamesOnly) as GuardRefusal, 0, null, unreachable.Failure);
        }

        var verdict = guard.Check(sql, snapshot.Scope);
        if (verdict is not GuardApproval approval)
        {
            return new SqlCheck(sql, verdict as GuardRefusal, 0, null, null);
        }

        var warnings = lint.Check(sql, snapshot.Catalog, snapshot.Scope.SearchPath, question);
        try
        {
            var estimate = await executor.EstimateAsync(snapshot.DataSource, approval.Sql, new RunTag(analyst.Name, turnId), cancellationToken);
            return new SqlCheck(sql, null, approval.Sql.Relations.Count, estimate, null) { Warnings = warnings };
        }
        catch (PipelineFailureException refused)
        {
            return new SqlCheck(sql, null, approval.Sql.Relations.Count, null, refused.Failure)
            {
                Warnings = warnings,
                Fault = SqlFault.In(sql, approval.Sql.Text, refused.Failure),
            };
        }
    }
}
