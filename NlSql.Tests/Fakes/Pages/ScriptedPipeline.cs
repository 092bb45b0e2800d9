using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A pipeline whose events the test writes one by one; each half is a channel.</summary>
internal sealed class ScriptedPipeline : IQuestionPipeline
{
    private readonly Script _draft = new();
    private readonly Script _run = new();

    private readonly Channel<DraftRequest> _asked = Channel.CreateUnbounded<DraftRequest>();
    private readonly Channel<RunRequest> _reading = Channel.CreateUnbounded<RunRequest>();

    public List<DraftRequest> Drafts { get; } = [];

    public List<RunRequest> Runs { get; } = [];

    /// <summary>Set when a reader was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Draft(params PipelineEvent[] events) => _draft.Write(events);

    public void Run(params PipelineEvent[] events) => _run.Write(events);

    public void EndDraft() => _draft.End();

    public void EndRun() => _run.End();

    /// <summary>The next draft that was asked for, in order: no render tells of it.</summary>
    public async Task<DraftRequest> NextDraftAsync() => await _asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next run whose events are being read, in order.</summary>
    public async Task<RunRequest> NextRunAsync() => await _reading.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        Drafts.Add(request);
        _asked.Writer.TryWrite(request);
        return ReadAsync(_draft.Next(), cancellationToken);
    }

    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Runs.Add(request);
        return ReadAsync(_run.Next(), cancellationToken, () => _reading.Writer.TryWrite(request));
    }

    private async IAsyncEnumerable<PipelineEvent> ReadAsync(Channel<PipelineEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken, Action? started = null)
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
        private readonly Lock _gate = new();
        private readonly List<Channel<PipelineEvent>> _streams = [];
        private int _read;
        private int _written;

        public void Write(PipelineEvent[] events)
        {
            foreach (var happened in events)
            {
                At(_written).Writer.TryWrite(happened);
            }
        }

        public void End() => At(_written++).Writer.Complete();

        public Channel<PipelineEvent> Next() => At(Interlocked.Increment(ref _read) - 1);

        private Channel<PipelineEvent> At(int number)
        {
            lock (_gate)
            {
                while (_streams.Count <= number)
                {
                    _streams.Add(Channel.CreateUnbounded<PipelineEvent>());
                }

                return _streams[number];
            }
        }
    }
}
