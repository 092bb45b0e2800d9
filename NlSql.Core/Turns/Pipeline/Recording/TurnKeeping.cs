using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>
/// One turn on its way to the store: its states are written one after the other while it goes on, and of those that come faster than they are written the
/// latest. Whoever tells the turn's end waits for that one first. States that nobody is shown are in no hurry.
/// </summary>
/// <param name="title">Of the conversation that begins with the turn; null where it belongs to one that is there.</param>
internal sealed class TurnKeeping(IConversationStore store, string? title, TimeProvider time, ILogger logger)
{
    /// <summary>How long a state that nobody sees may stay unwritten: most turns of programs have ended before, and go to disk once.</summary>
    public static readonly TimeSpan Lull = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Turn? next;
    private ITimer? lull;
    private bool isWriting;
    private Task writing = Task.CompletedTask;
    private string? begins = title;

    /// <summary>The conversation was removed meanwhile: it takes nothing any more, while the answer goes on to whoever waits for it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The turn came to a database: it was drafted for it, or its statement was looked at there.</summary>
    public bool IsAtDatabase { get; set; }

    /// <summary>How long the turn had to wait for its record so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>True when the conversation begins with this turn, and nobody can have seen it before it is written.</summary>
    public bool IsFirst { get; } = title is not null;

    /// <summary>Has it written, and does not wait for that.</summary>
    public void Save(Turn turn)
    {
        lock (gate)
        {
            Take(turn);
            Begin();
        }
    }

    /// <summary>
    /// As <see cref="Save"/>, for a state that nobody is shown: written with what comes next, or after <see cref="Lull"/> where nothing comes.
    /// </summary>
    public void SaveSoon(Turn turn)
    {
        lock (gate)
        {
            Take(turn);
            if (!isWriting)
            {
                lull ??= time.CreateTimer(_ => BeginPending(), null, Lull, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>
    /// Comes back when all that was saved is on disk, or cannot be. Takes no token of the caller's: what was shown is kept even when the caller has gone.
    /// </summary>
    public async Task WaitAsync()
    {
        Task last;
        lock (gate)
        {
            Begin();
            last = writing;
        }

        if (!last.IsCompleted)
        {
            var started = time.GetTimestamp();
            await last.ConfigureAwait(false);
            Waited += time.GetElapsedTime(started);
        }
    }

    /// <summary>Within the gate. What was to be kept beside the turn is not lost with a state that a later one takes the place of.</summary>
    private void Take(Turn turn) => next = turn.Trace is null ? turn with { Trace = next?.Trace } : turn;

    private void BeginPending()
    {
        lock (gate)
        {
            Begin();
        }
    }

    /// <summary>Within the gate.</summary>
    private void Begin()
    {
        lull?.Dispose();
        lull = null;
        if (next is not null && !isWriting)
        {
            isWriting = true;
            writing = WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        while (Next() is { } turn)
        {
            try
            {
                var place = await store.SaveTurnAsync(turn with { Begins = begins }, CancellationToken.None).ConfigureAwait(false);
                IsGone = place is null;

                // Once it is there it is not begun again: it may have been removed since.
                begins = null;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                logger.TurnNotSaved(error is PipelineFailureException ? null : error, turn.Id);
            }
        }
    }

    /// <summary>Null when there is nothing left to write: then the loop ends, and the next <see cref="Save"/> begins another.</summary>
    private Turn? Next()
    {
        lock (gate)
        {
            var turn = next;
            next = null;
            isWriting = turn is not null;
            return turn;
        }
    }
}

/// <inheritdoc cref="ITurnInHand" />
internal sealed record TurnInHand(TurnRecorder Recorder, TurnKeeping Keeping) : ITurnInHand;
