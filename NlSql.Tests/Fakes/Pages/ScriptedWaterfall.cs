using NlSql.Core.Turns.Pipeline.Waterfalls;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>Counts what the test says, when it says so.</summary>
internal sealed class ScriptedWaterfall : IRowWaterfall
{
    public List<WaterfallRequest> Requests { get; } = [];

    public TaskCompletionSource<Waterfall> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IProgress<Waterfall>? Progress { get; private set; }

    public CancellationToken Token { get; private set; }

    public Task<Waterfall> CountAsync(WaterfallRequest request, IProgress<Waterfall>? progress, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        (Progress, Token) = (progress, cancellationToken);
        return Done.Task.WaitAsync(cancellationToken);
    }
}
