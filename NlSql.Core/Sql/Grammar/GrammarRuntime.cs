using System.Collections.Concurrent;
using Wasmtime;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// Runs texts through the module on the calling threads, each on an instance of its own: there is no lock that calls hold. Instances
/// that did well are used again; a new one takes some 0.2 ms.
/// </summary>
internal sealed class GrammarRuntime : IDisposable
{
    private readonly Engine engine;
    private readonly GrammarLimits limits;
    private readonly EpochClock clock;
    private readonly ConcurrentBag<GrammarInstance> idle = [];
    private readonly SemaphoreSlim places;
    private readonly SemaphoreSlim largePlaces;

    /// <summary>Throws <see cref="GrammarUnavailableException"/> when the module cannot be read or compiled, or does not parse.</summary>
    /// <param name="wasm">The module's file.</param>
    /// <param name="compiled">Where machine code of it may lie, and may be kept; the first that will do is used.</param>
    /// <param name="limits">What a text may cost.</param>
    public GrammarRuntime(string wasm, IEnumerable<CompiledModule> compiled, GrammarLimits limits)
    {
        this.limits = limits;
        engine = GrammarModule.CreateEngine(limits.StackBytes);
        GrammarModule? module = null;
        try
        {
            module = GrammarModule.Load(engine, wasm, compiled);
            idle.Add(FirstInstance(module, wasm));
        }
        catch
        {
            module?.Dispose();
            engine.Dispose();
            throw;
        }

        Module = module;
        places = new SemaphoreSlim(limits.Instances, limits.Instances);
        largePlaces = new SemaphoreSlim(limits.LargeInstances, limits.LargeInstances);
        clock = new EpochClock(engine);
    }

    public GrammarModule Module { get; }

    /// <summary>Instances that wait for a call.</summary>
    internal int Idle => idle.Count;

    internal bool IsClockAsleep => clock.IsAsleep;

    /// <summary>Never throws for what the text says.</summary>
    /// <param name="operation">What is to be done with the text.</param>
    /// <param name="sql">UTF-8.</param>
    /// <param name="isOurs">A piece of the program's own waits for a place however long that takes; it is never <see cref="GrammarStatus.Busy"/>.</param>
    /// <param name="read">Reads the tree where it lies; null copies it.</param>
    public GrammarReply Run(GrammarOperation operation, ReadOnlySpan<byte> sql, bool isOurs = false, AnswerReading? read = null)
    {
        if (sql.Length > PostgresGrammar.MaxBytes)
        {
            return new GrammarReply(GrammarStatus.TooLong);
        }

        if (sql.Contains((byte)0))
        {
            return new GrammarReply(GrammarStatus.BadCall);
        }

        var patience = isOurs ? Timeout.InfiniteTimeSpan : limits.Patience;
        if (sql.Length <= limits.LargeBytes)
        {
            return RunInPlace(operation, sql, patience, read);
        }

        if (!largePlaces.Wait(patience))
        {
            return new GrammarReply(GrammarStatus.Busy);
        }

        try
        {
            return RunInPlace(operation, sql, patience, read);
        }
        finally
        {
            largePlaces.Release();
        }
    }

    public void Dispose()
    {
        clock.Dispose();
        while (idle.TryTake(out var instance))
        {
            instance.Dispose();
        }

        places.Dispose();
        largePlaces.Dispose();
        Module.Dispose();
        engine.Dispose();
    }

    /// <summary>What compiles may still be another version of the module: it has to be linked, and to read a statement, before anything relies on it.</summary>
    private GrammarInstance FirstInstance(GrammarModule module, string wasm)
    {
        GrammarInstance? instance = null;
        try
        {
            instance = new GrammarInstance(engine, module.Code, limits);
            var status = instance.Run(GrammarOperation.Parse, "SELECT 1"u8, GrammarLimits.NoDeadline).Status;
            return status == GrammarStatus.Ok ? instance : throw new GrammarFault($"It does not parse SELECT 1 ({status}).");
        }
        catch (Exception e) when (e is WasmtimeException or GrammarFault or InvalidOperationException or ArgumentException)
        {
            instance?.Dispose();
            throw new GrammarUnavailableException($"{wasm} is not the module that this program was written for: {e.Message}", e);
        }
    }

    private GrammarReply RunInPlace(GrammarOperation operation, ReadOnlySpan<byte> sql, TimeSpan patience, AnswerReading? read)
    {
        if (!places.Wait(patience))
        {
            return new GrammarReply(GrammarStatus.Busy);
        }

        try
        {
            clock.Enter();
            try
            {
                return RunOnInstance(operation, sql, read);
            }
            finally
            {
                clock.Leave();
            }
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>What traps on an instance that has worked before is asked again on a fresh one: what an earlier text left behind may have trapped.</summary>
    private GrammarReply RunOnInstance(GrammarOperation operation, ReadOnlySpan<byte> sql, AnswerReading? read)
    {
        if (idle.TryTake(out var used) && RunOn(used, operation, sql, read) is { Status: not GrammarStatus.Trapped } reply)
        {
            return reply;
        }

        return RunOn(new GrammarInstance(engine, Module.Code, limits), operation, sql, read);
    }

    private GrammarReply RunOn(GrammarInstance instance, GrammarOperation operation, ReadOnlySpan<byte> sql, AnswerReading? read)
    {
        var keep = false;
        try
        {
            var reply = instance.Run(operation, sql, limits.For(sql.Length), read);
            keep = reply.Status is GrammarStatus.Ok or GrammarStatus.SyntaxError && !instance.IsSpent;
            return reply;
        }
        finally
        {
            if (keep)
            {
                idle.Add(instance);
            }
            else
            {
                instance.Dispose();
            }
        }
    }
}
