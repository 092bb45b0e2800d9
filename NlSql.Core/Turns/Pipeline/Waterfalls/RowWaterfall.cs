using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Pipeline.Stopping;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Waterfalls;

/// <param name="Sql">One SELECT; it goes through the guard, and so does each statement that counts.</param>
/// <param name="Analyst">Who asks, see <see cref="IAnalyst.Name"/>.</param>
/// <param name="TurnId">The turn that it is looked at for; null where there is none.</param>
/// <param name="ConversationId">That turn's.</param>
public sealed record WaterfallRequest(string Sql, string Analyst, TurnOrigin Origin, string? TurnId = null, string? ConversationId = null);

/// <summary>Counts, on demand, the rows that a statement has after each table, join and condition.</summary>
public interface IRowWaterfall
{
    /// <summary>
    /// Takes room in the queue of runs, then counts step after step over one snapshot. An error of the database half way is the outcome's
    /// <see cref="Waterfall.Failure"/>, beside what was counted. Throws <see cref="PipelineFailureException"/> for a statement that cannot be counted at all,
    /// and for a turn that was asked of another database.
    /// </summary>
    /// <param name="progress">Told the steps before the first is counted, and again after each.</param>
    Task<Waterfall> CountAsync(WaterfallRequest request, IProgress<Waterfall>? progress, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class RowWaterfall(
    IAnalyticsDatabases databases,
    ISqlGuard guard,
    StatementLint lint,
    IRowCounter counter,
    StatementQueues queues,
    WorkInHand work,
    AskedDatabases asked,
    ConnectedDatabase connected,
    AuditTrail trail,
    IIdentifiers identifiers,
    TimeProvider time) : IRowWaterfall
{
    /// <inheritdoc />
    public async Task<Waterfall> CountAsync(WaterfallRequest request, IProgress<Waterfall>? progress, CancellationToken cancellationToken)
    {
        using var piece = work.Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, work.Stopping);
        var entry = new AuditEntry("counted", default, request.Analyst, request.Origin)
        {
            Conversation = request.ConversationId,
            Turn = request.TurnId,
            Sql = request.Sql,
            Outcome = "stopped",
        };
        var started = time.GetTimestamp();
        try
        {
            var counted = await CountStepsAsync(request, progress, either.Token).ConfigureAwait(false);
            entry = entry with { Outcome = counted.Failure?.Type ?? "answered" };
            return counted;
        }
        catch (PipelineFailureException failed)
        {
            entry = entry with { Outcome = failed.Failure.Type, Rule = failed.Failure.Rule };
            throw;
        }
        catch (OperationCanceledException) when (work.Stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineFailureException(WorkInHand.Failure);
        }
        finally
        {
            trail.Add(entry with { At = time.GetUtcNow(), Milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1) });
        }
    }

    private async Task<Waterfall> CountStepsAsync(WaterfallRequest request, IProgress<Waterfall>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Sql))
        {
            throw Caller(FailureTypes.SqlSyntax, "The SQL is empty.", "Write one SELECT statement.");
        }

        if (request.TurnId is { } turn && asked.OfTurn(turn) is { } elsewhere && !await connected.IsAsync(elsewhere, cancellationToken).ConfigureAwait(false))
        {
            throw new PipelineFailureException(connected.Elsewhere(elsewhere));
        }

        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        var whole = Approved(request.Sql, database);
        var planned = lint.Read(request.Sql, database.Catalog, database.Scope.SearchPath) is var (statement, reading)
            ? WaterfallPlan.Of(statement, reading)
            : [];
        if (planned.Count == 0)
        {
            throw Caller(FailureTypes.NotAnswerable, "This statement reads no table, so that there are no steps to count.", "Give a SELECT with FROM.");
        }

        var state = new Waterfall([.. planned.Select(step => step.Step)]);
        progress?.Report(state);
        var counts = planned.Select(step => Approved(step.Count, database)).ToList();
        using var room = await queues.Runs.EnterAsync(request.Analyst, Wait, cancellationToken).ConfigureAwait(false);
        var tag = new RunTag(request.Analyst, request.TurnId ?? identifiers.Next());
        try
        {
            await counter.CountAsync(database.DataSource, whole, counts, tag, Tell, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException failed) when (state.Done > 0)
        {
            state = state with { Failure = failed.Failure };
        }

        return state;

        void Wait(int place) => progress?.Report(state with
        {
            Waiting = FormattableString.Invariant($"Waiting for room at the database, place {place} in the queue"),
        });

        void Tell(int place, long? rows)
        {
            state = state.With(place, rows);
            progress?.Report(state);
        }
    }

    private ApprovedSql Approved(string sql, DatabaseSnapshot database) => guard.Check(sql, database.Scope) switch
    {
        GuardApproval approval => approval.Sql,
        GuardRefusal refusal => throw new PipelineFailureException(Refusals.AsFailure(refusal)),
        _ => throw new InvalidOperationException("A verdict is an approval or a refusal."),
    };

    private static PipelineFailureException Caller(string type, string message, string advice) => new(new(FailureParty.Caller, type, message, advice));
}
