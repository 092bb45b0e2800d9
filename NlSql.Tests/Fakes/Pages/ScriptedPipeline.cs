using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A pipeline whose events the test writes one by one; each half is a channel.</summary>
internal sealed class ScriptedPipeline : IQuestionPipeline
{
    private readonly Script draft = new();
    private readonly Script run = new();

    private readonly Channel<DraftRequest> asked = Channel.CreateUnbounded<DraftRequest>();
    private readonly Channel<RunRequest> reading = Channel.CreateUnbounded<RunRequest>();

    public List<DraftRequest> Drafts { get; } = [];

    public List<RunRequest> Runs { get; } = [];

    /// <summary>Set when a reader was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Draft(params PipelineEvent[] events) => draft.Write(events);

    public void Run(params PipelineEvent[] events) => run.Write(events);

    public void EndDraft() => draft.End();

    public void EndRun() => run.End();

    /// <summary>The next draft that was asked for, in order: no render tells of it.</summary>
    public async Task<DraftRequest> NextDraftAsync() =>
        await asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next run whose events are being read, in order.</summary>
    public async Task<RunRequest> NextRunAsync() =>
        await reading.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        Drafts.Add(request);
        asked.Writer.TryWrite(request);
        return ReadAsync(draft.Next(), cancellationToken);
    }

    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Runs.Add(request);
        return ReadAsync(run.Next(), cancellationToken, () => reading.Writer.TryWrite(request));
    }

    private async IAsyncEnumerable<PipelineEvent> ReadAsync(
        Channel<PipelineEvent> channel,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Action? started = null)
    {
        try
        {
            started?.Invoke();
            await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            // Not by a registration: the reader may be gone, and the registration with it, before its turn comes.
            if (cancellationToken.IsCancellationRequested)
            {
                Cancelled.TrySetResult();
            }
        }
    }

    /// <summary>The n-th reader gets the n-th stream, whether it is written before or after the reader comes.</summary>
    private sealed class Script
    {
        private readonly Lock gate = new();
        private readonly List<Channel<PipelineEvent>> streams = [];
        private int read;
        private int written;

        public void Write(PipelineEvent[] events)
        {
            foreach (var happened in events)
            {
                At(written).Writer.TryWrite(happened);
            }
        }

        public void End() => At(written++).Writer.Complete();

        public Channel<PipelineEvent> Next() => At(Interlocked.Increment(ref read) - 1);

        private Channel<PipelineEvent> At(int number)
        {
            lock (gate)
            {
                while (streams.Count <= number)
                {
                    streams.Add(Channel.CreateUnbounded<PipelineEvent>());
                }

                return streams[number];
            }
        }
    }
}
