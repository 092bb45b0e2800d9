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

    /// <summary>Drafts SQL for a turn that is stored already. What was said of an earlier draft is cleared.</summary>
    public LiveTurn Draft(TurnView turn, DraftRequest request) => Start(
        turn with { Progress = turn.Progress.BeginDraft(), StartedAt = clock.GetUtcNow() },
        token => pipeline.DraftAsync(request, token));

    /// <summary>Runs a turn's SQL. What the last run left is cleared, so that old rows never stand under new SQL.</summary>
    public LiveTurn Run(TurnView turn, RunRequest request) => Start(
        turn with { Progress = turn.Progress.BeginRun(request.Sql), StartedAt = clock.GetUtcNow(), StoppedAfter = null },
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

    private LiveTurn Start(TurnView view, Func<CancellationToken, IAsyncEnumerable<PipelineEvent>> events)
    {
        var live = new LiveTurn(view, clock, logger);
        if (!this.running.TryAdd(view.Id, live))
        {
            live.Dispose();
            return this.running.TryGetValue(view.Id, out var running) ? running : Start(view, events);
        }

        live.Start(events, SettleAsync);
        return live;
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
