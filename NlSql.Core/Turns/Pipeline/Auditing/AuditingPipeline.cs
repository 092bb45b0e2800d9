using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>Writes the audit trail of drafts and runs, and one line of the log for each.</summary>
internal sealed class AuditingPipeline(
    IQuestionPipeline inner,
    AuditTrail trail,
    IConversationStore store,
    TimeProvider time,
    ILogger<AuditingPipeline> logger) : IQuestionPipeline
{
    /// <summary>Turns whose drafted statement is remembered; that of others is looked for in the state.</summary>
    private const int RememberedDrafts = 1024;

    private readonly LruCache<string, string> drafts = new(RememberedDrafts);

    /// <inheritdoc />
    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry("drafted", default, request.Analyst, request.Origin) { Turn = request.TurnId, Question = request.Question };
        return WatchAsync(inner.DraftAsync(request, cancellationToken), entry, isRun: false, cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var drafted = request.TurnId is { } turnId ? await DraftOfAsync(turnId, cancellationToken).ConfigureAwait(false) : null;
        var entry = new AuditEntry("ended", default, request.Analyst, request.Origin)
        {
            Turn = request.TurnId,
            Question = request.Question,
            Sql = request.Sql,
            Edited = drafted is null ? null : !string.Equals(drafted, request.Sql, StringComparison.Ordinal),
        };
        await foreach (var step in WatchAsync(inner.RunAsync(request, cancellationToken), entry, isRun: true, cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }
    }

    private async IAsyncEnumerable<PipelineEvent> WatchAsync(
        IAsyncEnumerable<PipelineEvent> events,
        AuditEntry entry,
        bool isRun,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        entry = entry with { Outcome = "stopped" };
        try
        {
            await foreach (var step in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                entry = After(step, entry, isRun);
                yield return step;
            }
        }
        finally
        {
            // Also for who leaves in the midst of it.
            var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
            Add(entry with { Milliseconds = Math.Round(elapsed, 1) });
            logger.HalfEnded(entry.Turn ?? "-", isRun ? "run" : "draft", entry.Analyst, entry.Outcome!, elapsed, entry.Rows ?? 0);
        }
    }

    private AuditEntry After(PipelineEvent step, AuditEntry entry, bool isRun)
    {
        switch (step)
        {
            case TurnOpened opened:
                return entry with { Conversation = opened.ConversationId, Turn = opened.TurnId };
            case DraftWritten { Draft: var draft }:
                if (draft.Sql is { } sql && entry.Turn is { } turn)
                {
                    drafts.Set(turn, sql);
                }

                return entry with { Sql = draft.Sql, Author = draft.Generator };
            case VerdictGiven { Verdict: GuardRefusal refusal }:
                Add(entry with { Action = "refused", Rule = refusal.Rule, Outcome = null });
                return entry with { Rule = refusal.Rule };
            case VerdictGiven when isRun:
                // Before it runs: a process that is killed leaves this line at least.
                Add(entry with { Action = "approved", Outcome = null });
                return entry;
            case WaitingForReview:
                return entry with { Outcome = "waiting" };
            case ResultReady { Result: var result }:
                return entry with
                {
                    Rows = result.RowCount,
                    Truncated = result.Truncated,
                    Result = result.Id,
                    Outcome = result.Interruption is null ? "answered" : entry.Outcome,
                };
            case TurnFailed { Failure: var failure }:
                return entry with { Outcome = failure.Type is FailureTypes.Cancelled ? "stopped" : failure.Type };
            default:
                return entry;
        }
    }

    private async Task<string?> DraftOfAsync(string turnId, CancellationToken cancellationToken)
    {
        if (drafts.TryGet(turnId, out var drafted))
        {
            return drafted;
        }

        try
        {
            return (await store.FindTurnAsync(turnId, cancellationToken).ConfigureAwait(false))?.Draft?.Sql;
        }
        catch (PipelineFailureException)
        {
            return null;
        }
    }

    private void Add(AuditEntry entry) => trail.Add(entry with { At = time.GetUtcNow() });
}
