using System.Globalization;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Pipeline.Queueing;

/// <summary>
/// Room for so many statements at the same time. Who has to wait is told the place, and the next room goes to the analyst with the fewest statements running or
/// before it in the queue, among equals to the one who was served longest ago: somebody who sends a hundred waits behind oneself and not before everybody else.
/// Thread-safe.
/// </summary>
/// <param name="rooms">Statements at the same time.</param>
/// <param name="perAnalyst">Of one analyst at the same time.</param>
/// <param name="patience">How long one waits at most.</param>
/// <param name="what">Plural, for people: <c>statements</c> or <c>downloads</c>.</param>
internal sealed class StatementQueue(int rooms, int perAnalyst, TimeSpan patience, string what, TimeProvider time)
{
    /// <summary>More than these are turned away at once: they would wait in vain.</summary>
    private const int LongestQueue = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> running = new(StringComparer.Ordinal);
    private readonly List<Waiter> waiting = [];

    /// <summary>When each analyst who has something here was last given room, counted in admissions.</summary>
    private readonly Dictionary<string, long> served = new(StringComparer.Ordinal);
    private long admissions;
    private int taken;

    /// <summary>How many wait.</summary>
    public int Length
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>
    /// Comes back with room, which is given back by disposing. Throws <see cref="PipelineFailureException"/> (<c>busy</c>) after the patience.
    /// </summary>
    /// <param name="analyst">Whose turn it is counted as.</param>
    /// <param name="place">Told the place in the queue, 1 for the next one, each time it changes; must not wait.</param>
    public async Task<IDisposable> EnterAsync(string analyst, Action<int>? place, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter? waiter = null;
        int before;
        lock (gate)
        {
            before = waiting.Count;
            if (before < LongestQueue)
            {
                waiter = new Waiter(analyst, place);
                waiting.Add(waiter);
                Admit();
            }
        }

        if (waiter is null)
        {
            throw Busy(analyst, before, TimeSpan.Zero);
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            if (Leave(waiter))
            {
                throw error is TimeoutException ? Busy(analyst, before, patience) : error;
            }

            // Admitted at the same moment.
            if (error is OperationCanceledException)
            {
                Release(analyst);
                throw;
            }
        }

        return new Room(this, analyst);
    }

    private PipelineFailureException Busy(string analyst, int before, TimeSpan waited)
    {
        bool isOwnLimit;
        lock (gate)
        {
            isOwnLimit = perAnalyst < rooms && running.GetValueOrDefault(analyst) >= perAnalyst;
        }

        var full = isOwnLimit ? $"{perAnalyst} {what} of this analyst run already, which is as many as one may have"
            : $"{rooms} {what} run already, which is as many as there is room for";
        return new PipelineFailureException(new(
            FailureParty.Infrastructure,
            FailureTypes.Busy,
            string.Create(CultureInfo.InvariantCulture, $"{full}, and {before} waited when this one came; it gave up after {waited.TotalSeconds:0} s."),
            "Try again in a moment.",
            IsTransient: true));
    }

    private bool Leave(Waiter waiter)
    {
        lock (gate)
        {
            var wasWaiting = waiting.Remove(waiter);
            TellPlaces();
            return wasWaiting;
        }
    }

    private void Release(string analyst)
    {
        lock (gate)
        {
            taken--;
            if (--running[analyst] == 0)
            {
                running.Remove(analyst);
            }

            Admit();
            if (!running.ContainsKey(analyst) && !waiting.Exists(waiter => waiter.Analyst == analyst))
            {
                served.Remove(analyst);
            }
        }
    }

    private void Admit()
    {
        while (taken < rooms && InOrder().FirstOrDefault(waiter => running.GetValueOrDefault(waiter.Analyst) < perAnalyst) is { } next)
        {
            waiting.Remove(next);
            taken++;
            running[next.Analyst] = running.GetValueOrDefault(next.Analyst) + 1;
            served[next.Analyst] = ++admissions;
            next.Admitted.SetResult();
        }

        TellPlaces();
    }

    /// <summary>As they will be admitted: each counts what its analyst has running and waiting before it.</summary>
    private IEnumerable<Waiter> InOrder()
    {
        if (waiting.Count < 2)
        {
            return waiting;
        }

        var ahead = new Dictionary<string, int>(running, StringComparer.Ordinal);
        return waiting
            .ConvertAll(waiter => (Waiter: waiter, Turn: ahead[waiter.Analyst] = ahead.GetValueOrDefault(waiter.Analyst) + 1))
            .OrderBy(pair => pair.Turn)
            .ThenBy(pair => served.GetValueOrDefault(pair.Waiter.Analyst))
            .Select(pair => pair.Waiter);
    }

    private void TellPlaces()
    {
        var place = 0;
        foreach (var waiter in InOrder())
        {
            waiter.Tell(++place);
        }
    }

    private sealed class Waiter(string analyst, Action<int>? told)
    {
        private int place;

        public string Analyst => analyst;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tell(int now)
        {
            if (place != now)
            {
                place = now;
                told?.Invoke(now);
            }
        }
    }

    private sealed class Room(StatementQueue queue, string analyst) : IDisposable
    {
        private StatementQueue? queue = queue;

        public void Dispose() => Interlocked.Exchange(ref queue, null)?.Release(analyst);
    }
}
