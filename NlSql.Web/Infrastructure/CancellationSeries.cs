namespace NlSql.Web.Infrastructure;

/// <summary>New work cancels the work before it: each call of <see cref="Next"/> cancels and disposes the last token's source.</summary>
public sealed class CancellationSeries : IDisposable
{
    private CancellationTokenSource? current;
    private bool disposed;

    public CancellationToken Next()
    {
        var next = new CancellationTokenSource();
        Cancel(Interlocked.Exchange(ref current, next));
        if (disposed)
        {
            Cancel(next);
            return new CancellationToken(canceled: true);
        }

        return next.Token;
    }

    public void Dispose()
    {
        disposed = true;
        Cancel(Interlocked.Exchange(ref current, null));
    }

    private static void Cancel(CancellationTokenSource? source)
    {
        if (source is not null)
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
