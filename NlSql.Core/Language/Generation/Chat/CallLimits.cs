namespace NlSql.Core.Language.Generation.Chat;

/// <summary>The time limits of one call to a model as one token, together with the caller's: of the whole answer, and of silence.</summary>
internal sealed class CallLimits : IDisposable
{
    private readonly CancellationTokenSource whole;
    private readonly CancellationTokenSource silence;
    private readonly CancellationTokenSource any;
    private readonly TimeSpan stall;

    public CallLimits(ModelOptions options, TimeProvider time, CancellationToken caller)
    {
        stall = TimeSpan.FromMilliseconds(options.StallTimeoutMs);
        whole = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
        silence = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.FirstTokenTimeoutMs), time);
        any = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, silence.Token, caller);
    }

    public CancellationToken Token => any.Token;

    /// <summary>Too long without a word: before the first one, or in the midst of the answer.</summary>
    public bool IsSilent => silence.IsCancellationRequested;

    public bool HasExpired => silence.IsCancellationRequested || whole.IsCancellationRequested;

    /// <summary>The next piece of an answer that has begun is waited for.</summary>
    public void AwaitNext() => silence.CancelAfter(stall);

    /// <summary>What the reader does with it takes as long as it takes.</summary>
    public void WordCame() => silence.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        any.Dispose();
        silence.Dispose();
        whole.Dispose();
    }
}
