using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NlSql.Core.Pipeline;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A pipeline whose events the test writes one by one; each half is a channel.</summary>
internal sealed class ScriptedPipeline : IQuestionPipeline
{
    private Channel<PipelineEvent> _draft = Channel.CreateUnbounded<PipelineEvent>();
    private Channel<PipelineEvent> _run = Channel.CreateUnbounded<PipelineEvent>();

    public List<DraftRequest> Drafts { get; } = [];

    public List<RunRequest> Runs { get; } = [];

    /// <summary>Set when a reader was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Draft(params PipelineEvent[] events) => Write(_draft, events);

    public void Run(params PipelineEvent[] events) => Write(_run, events);

    public void EndDraft() => Interlocked.Exchange(ref _draft, Channel.CreateUnbounded<PipelineEvent>()).Writer.Complete();

    public void EndRun() => Interlocked.Exchange(ref _run, Channel.CreateUnbounded<PipelineEvent>()).Writer.Complete();

    public IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        Drafts.Add(request);
        return ReadAsync(_draft, cancellationToken);
    }

    public IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Runs.Add(request);
        return ReadAsync(_run, cancellationToken);
    }

    private static void Write(Channel<PipelineEvent> channel, PipelineEvent[] events)
    {
        foreach (var happened in events)
        {
            channel.Writer.TryWrite(happened);
        }
    }

    private async IAsyncEnumerable<PipelineEvent> ReadAsync(Channel<PipelineEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.Register(() => Cancelled.TrySetResult());
        await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }
}
