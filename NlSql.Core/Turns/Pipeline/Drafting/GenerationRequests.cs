using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Probing;
using NlSql.Core.Turns.Pipeline.Running;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Makes what a generator is asked with: above all the trial that lets a model repair its answer.</summary>
public sealed class GenerationRequests
{
    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        GuardRules.NotAQuery, GuardRules.DataModifying, GuardRules.SelectInto, GuardRules.RowLock,
    };

    private readonly ISqlGuard guard;
    private readonly IQueryExecutor executor;
    private readonly DraftGlimpse glimpse;

    internal GenerationRequests(ISqlGuard guard, IQueryExecutor executor, StatementProbe probe, TimeProvider time)
    {
        this.guard = guard;
        this.executor = executor;
        glimpse = new DraftGlimpse(probe, time);
    }

    /// <param name="tag">Under whose name the planner is asked.</param>
    public GenerationRequest Make(DatabaseSnapshot database, DraftRequest request, RetrievedSchema schema, RunTag tag) => new()
    {
        Question = request.Question,
        Catalog = database.Catalog,
        Schema = schema,
        Glimpse = (sql, cancellationToken) =>
            glimpse.LookAsync(database, new Probe(sql, tag, request.Origin) { Conversation = request.ConversationId }, cancellationToken),
        Trial = (sql, cancellationToken) => TryAsync(database, sql, tag, cancellationToken),
    };

    /// <summary>Guard, then EXPLAIN. What is wrong with the server or the connection is no fault of the statement.</summary>
    private async ValueTask<DraftFault?> TryAsync(DatabaseSnapshot database, string sql, RunTag tag, CancellationToken cancellationToken)
    {
        switch (guard.Check(sql, database.Scope))
        {
            case GuardRefusal { Rule: GuardRules.Busy } busy:
                throw new PipelineFailureException(Refusals.AsFailure(busy));
            case GuardRefusal refusal:
                return new DraftFault(refusal.Message, !Writes.Contains(refusal.Rule)) { Place = FaultPlace.In(sql, refusal.Start, refusal.Length) };
            case GuardApproval { Sql: var approved }:
                try
                {
                    await executor.EstimateAsync(database.DataSource, approved, tag, cancellationToken).ConfigureAwait(false);
                }
                catch (PipelineFailureException exception) when (StatementFaults.IsOne(exception.Failure))
                {
                    return new DraftFault($"{exception.Failure.Message} {exception.Failure.Advice}".TrimEnd(), CanBeRepaired: true)
                    {
                        Place = FaultPlace.In(approved.Text, exception.Failure.Position, length: null),
                    };
                }

                break;
            default:
                break;
        }

        return null;
    }
}
