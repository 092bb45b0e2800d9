namespace NlSql.Core.Language.Generation.Chat;

/// <summary>The two time limits of one call to a model as one token, together with the caller's.</summary>
internal sealed class CallLimits : IDisposable
{
    private readonly CancellationTokenSource whole;
    private readonly CancellationTokenSource firstToken;
    private readonly CancellationTokenSource any;

    public CallLimits(ModelOptions options, TimeProvider time, CancellationToken caller)
    {
        whole = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
        firstToken = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.FirstTokenTimeoutMs), time);
        any = CancellationTokenSource.CreateLinkedTokenSource(whole.Token, firstToken.Token, caller);
    }

    public CancellationToken Token => any.Token;

    public bool FirstTokenIsLate => firstToken.IsCancellationRequested;

    public bool HasExpired => firstToken.IsCancellationRequested || whole.IsCancellationRequested;

    public void FirstTokenCame() => firstToken.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        any.Dispose();
        firstToken.Dispose();
        whole.Dispose();
    }
}
