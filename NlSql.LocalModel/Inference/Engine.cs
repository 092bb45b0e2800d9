using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LLama;
using LLama.Common;
using LLama.Native;

namespace NlSql.LocalModel.Inference;

/// <summary>
/// Computes answers on one thread, for which llama.cpp's own threads work. Every step is one batch: the next token of each answer that is being
/// written, and a piece of a prompt that is being read. A free slot keeps its last prompt and answer in memory, and a new prompt goes to the
/// slot that begins most like it, so that only what is new is computed. What another slot knows of it, one that is being written in as well, is copied
/// from there; a prompt that begins like one that is being read waits for that beginning.
/// </summary>
internal sealed class Engine : IDisposable
{
    /// <summary>Tokens of a batch. More than llama.cpp's own limit, which is set to the same, would end the process.</summary>
    private const int BatchTokens = 256;

    /// <summary>Tokens of a prompt that are read in one step while others wait for their next token.</summary>
    private const int PoliteTokens = 64;

    /// <summary>Tokens for which a copy is worth it: it moves all that a slot has room for, which takes as long as a few of them.</summary>
    private const int LeastForked = BatchTokens;

    private readonly LLamaWeights model;
    private readonly LLamaContext context;
    private readonly BlockingCollection<Completion> queue;
    private readonly CancellationTokenSource stopping = new();
    private readonly Interruption interruption = new();
    private readonly LLamaBatch batch = new();
    private readonly List<(Slot Slot, int Tokens, int? Position)> planned = [];
    private readonly Slot[] slots;
    private readonly Thread thread;
    private long computed;
    private long uses;

    /// <summary>False once a copy could not be cut back to the beginning that was wanted, as in models with a running state.</summary>
    private bool canFork = true;

    public Engine(LLamaWeights model, ModelParams parameters, int slotCount, int queueLength)
    {
        this.model = model;
        parameters.BatchSize = parameters.UBatchSize = BatchTokens;
        context = model.CreateContext(parameters);
        SlotTokens = (int)context.ContextSize / slotCount;
        slots = [.. Enumerable.Range(0, slotCount).Select(static number => new Slot(number))];
        queue = new BlockingCollection<Completion>(queueLength);
        interruption.Attach(context.NativeHandle);
        thread = new Thread(Run) { IsBackground = true, Name = "engine" };
        thread.Start();
    }

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public int SlotTokens { get; }

    public int Busy => slots.Count(static slot => slot.Current is not null);

    public int Waiting => queue.Count;

    /// <summary>Tokens that were computed since the start.</summary>
    public long ComputedTokens => Interlocked.Read(ref computed);

    /// <summary>Null when the queue is full.</summary>
    public Completion? TryEnqueue(CompletionRequest request, CancellationToken cancelled)
    {
        var completion = new Completion(request, cancelled) { QueuePosition = Math.Max(0, queue.Count + Busy - slots.Length + 1) };
        if (!queue.TryAdd(completion, 0, CancellationToken.None))
        {
            return null;
        }

        cancelled.Register(interruption.Request);
        return completion;
    }

    public void Dispose()
    {
        stopping.Cancel();
        interruption.Request();
        thread.Join();
        context.Dispose();
        queue.Dispose();
        stopping.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                Admit();
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed while there was nothing to do.
        }

        foreach (var slot in slots.Where(static slot => slot.Current is not null))
        {
            slot.End(Ending.Cancelled);
        }
    }

    /// <summary>Gives waiting requests to free slots; waits for one when there is nothing else to do.</summary>
    private void Admit()
    {
        while (slots.Any(static slot => slot.Current is null))
        {
            var completion = Busy == 0 ? queue.Take(stopping.Token) : queue.TryTake(out var waiting) ? waiting : null;
            if (completion is null)
            {
                return;
            }

            if (completion.Cancelled.IsCancellationRequested)
            {
                completion.End(Ending.Cancelled);
                continue;
            }

            Begin(completion);
        }
    }

    private void Begin(Completion completion)
    {
        var prompt = completion.Request.Prompt;
        var free = slots.Where(static slot => slot.Current is null).ToList();
        var alike = free.MaxBy(slot => slot.SharedWith(prompt))!;
        // A few words in common are no reason to lose what a slot knows: the oldest goes.
        var slot = alike.SharedWith(prompt) * 2 >= Math.Min(prompt.Length, Math.Max(1, alike.Known.Count)) ? alike : free.MinBy(static s => s.LastUse)!;
        Forget(slot, slot.SharedWith(prompt));
        completion.CachedTokens = slot.Known.Count;
        slot.LastUse = ++uses;
        slot.Begin(completion, model);
    }

    /// <summary>Keeps the first tokens of a slot's memory. Models with a running state in the place of such a memory can only forget all of it.</summary>
    private void Forget(Slot slot, int kept)
    {
        CollectionsMarshal.SetCount(slot.Known, kept);
        context.NativeHandle.MemorySequenceRemove(slot.Sequence, kept, -1);
        if (kept > 0 && ((int)context.NativeHandle.MemorySequenceMaxPosition(slot.Sequence) != kept - 1
            || (int)context.NativeHandle.MemorySequenceMinPosition(slot.Sequence) != 0))
        {
            slot.Known.Clear();
            context.NativeHandle.MemorySequenceRemove(slot.Sequence, 0, -1);
        }
    }

    private void Step()
    {
        // In this order: who is cancelled after the look ends the computation.
        interruption.Reset();
        foreach (var slot in slots.Where(static slot => slot.Current is { Cancelled.IsCancellationRequested: true }))
        {
            slot.End(Ending.Cancelled);
        }

        Plan();
        if (planned.Count == 0)
        {
            return;
        }

        var result = context.NativeHandle.Decode(batch);
        foreach (var (slot, tokens, position) in planned)
        {
            if (result != DecodeResult.Ok)
            {
                Forget(slot, slot.Known.Count);
                if (result != DecodeResult.ComputeAborted)
                {
                    slot.Fail(new InvalidOperationException($"llama.cpp could not compute the next tokens ({result})."));
                }

                continue;
            }

            Remember(slot, tokens);
            Interlocked.Add(ref computed, tokens);
            if (position is { } asked)
            {
                slot.Sample(context, asked, SlotTokens);
            }
        }
    }

    private void Plan()
    {
        batch.Clear();
        planned.Clear();
        foreach (var slot in slots.Where(static slot => slot.Next is not null))
        {
            planned.Add((slot, 1, batch.Add(slot.Next!.Value, slot.Known.Count, slot.Sequence, logits: true)));
        }

        var room = planned.Count > 0 ? PoliteTokens : BatchTokens;
        foreach (var slot in slots.Where(static slot => slot.IsReading).OrderBy(static slot => slot.LastUse))
        {
            if (Fork(slot))
            {
                continue;
            }

            var prompt = slot.Current!.Request.Prompt;
            var end = Math.Min(prompt.Length, slot.Known.Count + room);
            int? last = null;
            for (var i = slot.Known.Count; i < end; i++)
            {
                var isLast = i == prompt.Length - 1;
                var position = batch.Add(prompt[i], i, slot.Sequence, isLast);
                last = isLast ? position : null;
            }

            room -= end - slot.Known.Count;
            if (end > slot.Known.Count)
            {
                planned.Add((slot, end - slot.Known.Count, last));
            }
        }
    }

    /// <summary>Takes over what another slot knows of the prompt. True when the slot had better wait for one that is reading it just now.</summary>
    private bool Fork(Slot slot)
    {
        var prompt = slot.Current!.Request.Prompt;
        if (!canFork || slots.Where(other => other != slot).MaxBy(Shares) is not { } source)
        {
            return false;
        }

        var (awaited, known) = Shares(source);
        if (awaited - slot.Known.Count < LeastForked)
        {
            return false;
        }

        if (awaited > known)
        {
            return true;
        }

        // All of it, since llama.cpp copies no part of a memory of its own to another; what is too much is forgotten at once.
        var before = slot.Known.Count;
        context.NativeHandle.MemorySequenceRemove(slot.Sequence, 0, -1);
        context.NativeHandle.MemorySequenceCopy(source.Sequence, slot.Sequence, -1, -1);
        slot.Known.Clear();
        slot.Known.AddRange(source.Known);
        Forget(slot, known);
        slot.Current.CachedTokens = Math.Max(0, slot.Current.CachedTokens + slot.Known.Count - before);
        canFork = slot.Known.Count == known;
        return false;

        (int Awaited, int Known) Shares(Slot other) => (other.WillShareWith(prompt, slot.LastUse), other.SharedWith(prompt));
    }

    private static void Remember(Slot slot, int tokens)
    {
        if (slot.Next is { } answered)
        {
            slot.Known.Add(answered);
        }
        else
        {
            slot.Known.AddRange(slot.Current!.Request.Prompt.AsSpan(slot.Known.Count, tokens));
        }
    }
}
