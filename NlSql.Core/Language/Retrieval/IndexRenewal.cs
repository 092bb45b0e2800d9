using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval.Storage;

namespace NlSql.Core.Language.Retrieval;

/// <summary>
/// Makes the vectors of an index anew while it is in use: in the background, one at a time, and not again within a minute, so that an endpoint
/// that changes its mind with every answer costs no more than that.
/// </summary>
/// <param name="rebuild">Embeds all documents again and stores them.</param>
internal sealed class IndexRenewal(Func<CancellationToken, Task<OpenedVectors>> rebuild, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private long? started;

    /// <summary>The renewal that runs or ran last; never faults.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Begins one unless one runs or has just run; <paramref name="use"/> takes over what it makes.</summary>
    public void Start(Action<OpenedVectors> use)
    {
        lock (gate)
        {
            if (closing.IsCancellationRequested || !Running.IsCompleted || (started is { } at && time.GetElapsedTime(at) < Pause))
            {
                return;
            }

            started = time.GetTimestamp();
            Running = Task.Run(() => RenewAsync(use), CancellationToken.None);
        }
    }

    /// <summary>Ends one that runs; what it still makes is not used.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closing.Cancel();
        }
    }

    private async Task RenewAsync(Action<OpenedVectors> use)
    {
        try
        {
            var made = await rebuild(closing.Token).ConfigureAwait(false);
            lock (gate)
            {
                if (!closing.IsCancellationRequested)
                {
                    use(made);
                    return;
                }
            }

            made.Index.Dispose();
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The index is going away.
        }
        catch (PipelineFailureException e)
        {
            RetrievalLog.NotRenewed(logger, e.Failure.Message, null);
        }
        catch (Exception e)
        {
            // Nobody awaits it: the searches go on by words, and the next one tries again.
            RetrievalLog.NotRenewed(logger, "something unexpected happened.", e);
        }
    }
}
