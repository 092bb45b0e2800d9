using System.ClientModel;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>One request to the model: begun when its first text has come, and failed as data when it has not.</summary>
internal sealed class ModelCall : IAsyncDisposable
{
    private readonly ModelEndpoint endpoint;
    private readonly ModelOptions options;
    private readonly CallLimits limits;
    private readonly IAsyncEnumerator<ChatResponseUpdate> stream;
    private readonly CancellationToken caller;
    private readonly List<ChatResponseUpdate> opening = [];
    private bool hasBegun;

    private ModelCall(
        IChatClient client,
        ModelEndpoint endpoint,
        ModelOptions options,
        TimeProvider time,
        IEnumerable<ChatMessage> messages,
        ChatOptions? call,
        CancellationToken caller)
    {
        this.endpoint = endpoint;
        this.options = options;
        this.caller = caller;
        limits = new CallLimits(options, time, caller);
        stream = client.GetStreamingResponseAsync(messages, call, limits.Token).GetAsyncEnumerator(limits.Token);
    }

    /// <summary>Why there is no text; null when the call has begun or ended without any.</summary>
    public PipelineFailureException? Failure { get; private set; }

    /// <summary>The wait that the endpoint asked for with its failure.</summary>
    public TimeSpan? RequestedWait { get; private set; }

    /// <summary>What came up to the first text, that text included.</summary>
    public IReadOnlyList<ChatResponseUpdate> Opening => opening;

    /// <summary>The last update that was read.</summary>
    public ChatResponseUpdate Current => stream.Current;

    /// <summary>
    /// Asks, and reads up to the first text or the end. Throws <see cref="OperationCanceledException"/> when the caller gives up, and faults
    /// of ours as they are.
    /// </summary>
    public static async ValueTask<ModelCall> BeginAsync(
        IChatClient client,
        ModelEndpoint endpoint,
        ModelOptions options,
        TimeProvider time,
        IEnumerable<ChatMessage> messages,
        ChatOptions? call,
        CancellationToken caller)
    {
        var begun = new ModelCall(client, endpoint, options, time, messages, call, caller);
        try
        {
            while (!begun.hasBegun && await begun.stream.MoveNextAsync().ConfigureAwait(false))
            {
                begun.opening.Add(begun.Current);
                begun.hasBegun = begun.Current.Text.Length > 0;
            }

            begun.limits.WordCame();
            return begun;
        }
        catch (Exception exception) when (!caller.IsCancellationRequested && begun.Understand(exception) is { } failure)
        {
            begun.Failure = failure;
            begun.RequestedWait = exception is ClientResultException http ? Endpoints.RequestedWait.Of(http) : null;
            await begun.DisposeAsync().ConfigureAwait(false);
            return begun;
        }
        catch
        {
            await begun.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads on; false at the end. Throws <see cref="PipelineFailureException"/> (party Model).</summary>
    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            limits.AwaitNext();
            var goesOn = hasBegun && await stream.MoveNextAsync().ConfigureAwait(false);
            limits.WordCame();
            return goesOn;
        }
        catch (Exception exception) when (!caller.IsCancellationRequested && Understand(exception) is { } failure)
        {
            Failure = failure;
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        limits.Dispose();
    }

    /// <summary>Null when it is a fault of ours.</summary>
    private PipelineFailureException? Understand(Exception exception)
    {
        if (limits.HasExpired)
        {
            return new PipelineFailureException((limits.IsSilent, hasBegun) switch
            {
                (true, true) => ModelFailures.Stalled(endpoint, options.StallTimeoutMs),
                (true, false) => ModelFailures.TimedOut(endpoint, options.FirstTokenTimeoutMs, firstToken: true),
                _ => ModelFailures.TimedOut(endpoint, options.TimeoutMs, firstToken: false),
            });
        }

        var failure = ModelFailures.From(exception, endpoint);
        return hasBegun && failure?.Failure.Type == FailureTypes.ModelUnreachable
            ? new PipelineFailureException(ModelFailures.BrokeOff(endpoint), failure.InnerException)
            : failure;
    }
}
