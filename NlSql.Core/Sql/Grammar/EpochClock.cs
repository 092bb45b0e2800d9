using Wasmtime;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// Advances an engine's epoch while something runs: one thread for all calls, asleep when there have been none for a second. A tick never
/// takes less than <see cref="Tick"/> (but the first after a sleep); on a machine with too much to do it takes longer, for the deadline as for the text.
/// </summary>
internal sealed class EpochClock : IDisposable
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private const int TicksBeforeSleep = 100;

    private readonly Engine engine;
    private readonly AutoResetEvent wake = new(initialState: false);
    private readonly Thread thread;
    private int running;
    private int asleep;
    private volatile bool stopped;

    public EpochClock(Engine engine)
    {
        this.engine = engine;
        thread = new Thread(Run) { IsBackground = true, Name = "grammar-clock" };
        thread.Start();
    }

    /// <summary>Ticks after which at least <paramref name="time"/> has passed: the first one may be due at once, and so may the one after a wake-up.</summary>
    public static ulong Ticks(TimeSpan time) => (ulong)Math.Ceiling(time / Tick) + 2;

    public void Enter()
    {
        // Both sides write first and read then, with a full fence between: one of them sees the other.
        Interlocked.Increment(ref running);
        if (Volatile.Read(ref asleep) != 0)
        {
            wake.Set();
        }
    }

    public bool IsAsleep => Volatile.Read(ref asleep) != 0;

    public void Leave() => Interlocked.Decrement(ref running);

    public void Dispose()
    {
        stopped = true;
        wake.Set();
        thread.Join();
        wake.Dispose();
    }

    private void Run()
    {
        var idle = 0;
        while (!stopped)
        {
            wake.WaitOne(Tick);
            engine.IncrementEpoch();
            if (Volatile.Read(ref running) != 0)
            {
                idle = 0;
            }
            else if (++idle > TicksBeforeSleep)
            {
                Interlocked.Exchange(ref asleep, 1);
                if (Volatile.Read(ref running) == 0 && !stopped)
                {
                    wake.WaitOne();
                }

                Interlocked.Exchange(ref asleep, 0);
                idle = 0;
            }
        }
    }
}
