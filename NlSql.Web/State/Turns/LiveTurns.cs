using System.Collections.Concurrent;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.State.Turns;

/// <summary>Every turn that is going on in this process, by turn id: how a reload finds its run again.</summary>
public sealed partial class LiveTurns(
    IQuestionPipeline pipeline,
    IConversationStore store,
    IIdentifiers identifiers,
    TimeProvider clock,
    ILogger<LiveTurns> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveTurn> running = new(StringComparer.Ordinal);

    public LiveTurn? Find(string turnId) => running.GetValueOrDefault(turnId);

    /// <summary>
    /// Drafts SQL for a turn that is stored already. What was said of an earlier draft is cleared. A half of the turn that is busy is joined;
    /// one that only settles is waited for.
    /// </summary>
    public Task<LiveTurn> DraftAsync(TurnView turn, DraftRequest request) => StartAsync(
        turn,
        view => view with { Progress = view.Progress.BeginDraft(), StartedAt = clock.GetUtcNow() },
        token => pipeline.DraftAsync(request, token));

    /// <summary>
    /// Runs a turn's SQL. What the last run left is cleared, so that old rows never stand under new SQL. A half of the turn that is busy is
    /// joined; one that only settles is waited for.
    /// </summary>
    public Task<LiveTurn> RunAsync(TurnView turn, RunRequest request) => StartAsync(
        turn,
        view => view with { Progress = view.Progress.BeginRun(request.Sql), StartedAt = clock.GetUtcNow(), StoppedAfter = null },
        token => pipeline.RunAsync(request, token));

    /// <summary>Stops what goes on in a conversation that was removed: nobody will see its rows.</summary>
    public void StopAll(string conversationId)
    {
        foreach (var turn in running.Values.Where(turn => turn.View.ConversationId == conversationId))
        {
            turn.Stop();
        }
    }

    public void Dispose()
    {
        foreach (var turn in running.Values)
        {
            turn.Stop();
        }
    }

    private async Task<LiveTurn> StartAsync(
        TurnView turn,
        Func<TurnView, TurnView> begin,
        Func<CancellationToken, IAsyncEnumerable<PipelineEvent>> events)
    {
        while (true)
        {
            var live = new LiveTurn(begin(turn), clock, logger);
            if (running.TryAdd(turn.Id, live))
            {
                live.Start(events, SettleAsync);
                return live;
            }

            live.Dispose();
            if (Find(turn.Id) is not { } other)
            {
                continue;
            }

            if (other.View.IsBusy)
            {
                return other;
            }

            // A draft that waits for review is still being read back: joined, it would end and nothing would run.
            await other.Completion;
            turn = other.View;
        }
    }

    private async Task<TurnView> SettleAsync(TurnView last, Exception? unexpected)
    {
        if (unexpected is not null)
        {
            var id = identifiers.Next();
            LogBroken(unexpected, last.Id, id);
            last = Failed(last, "Something went wrong inside NlSql.", "Try again; if it happens again, give the id to whoever runs this server.", id);
        }

        var view = last;
        try
        {
            // No token: a turn that was stopped is read back too.
            if (await store.FindTurnAsync(last.Id, CancellationToken.None) is { } stored)
            {
                view = StoredTurns.ToView(stored, last);
            }
        }
#pragma warning disable CA1031 // What was seen must stay on the page even when the store cannot be read.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotSettled(failure, last.Id);
        }

        if (view.IsBusy)
        {
            view = Failed(view, "The answer ended before it was complete.", "Ask or run it again.", null);
        }

        running.TryRemove(last.Id, out _);
        return view;
    }

    private static TurnView Failed(TurnView view, string message, string advice, string? id) => view with
    {
        Progress =
            view.Progress.Failed(new PipelineFailure(
                FailureParty.Infrastructure,
                FailureTypes.Unexpected,
                message,
                advice,
                IsTransient: true) { CorrelationId = id }),
    };

    [LoggerMessage(7102, LogLevel.Error, "Turn {TurnId} broke off (correlation id {CorrelationId})")]
    private partial void LogBroken(Exception failure, string turnId, string correlationId);

    [LoggerMessage(7101, LogLevel.Error, "Turn {TurnId} ended but could not be read back")]
    private partial void LogNotSettled(Exception failure, string turnId);
}
