using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// Gives every call a time limit, turns what goes wrong into a <see cref="PipelineFailureException"/>, and repeats a call that
/// failed before its first token when a repetition can help. Nothing is repeated once text has been handed on.
/// </summary>
internal sealed partial class ReliableChatClient(
    IChatClient inner, ModelEndpoint endpoint, ModelOptions options, TimeProvider time, ILogger<ReliableChatClient> logger) : DelegatingChatClient(inner)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A longer wait than this is the caller's decision, not ours.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Characters of answer for each token of LLM_MAX_TOKENS; text has 3 to 5. Who sends more does not heed the limit.</summary>
    private const int LongestToken = 32;

    /// <summary>Collects the stream, so that both ways to ask have the same limits and failures.</summary>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        for (var attempt = 0; ; attempt++)
        {
            using var limits = new CallLimits(this.Options, time, cancellationToken);
            var stream = base.GetStreamingResponseAsync(asked, options, limits.Token).GetAsyncEnumerator(limits.Token);
            await using var disposal = stream.ConfigureAwait(false);
            var finished = false;
            var begun = false;
            var received = 0L;
            TimeSpan? pause = null;
            while (true)
            {
                ChatResponseUpdate update;
                try
                {
                    if (!await stream.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    update = stream.Current;
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    var failure = Understand(exception, limits, begun);
                    pause = begun ? null : PauseBefore(attempt, failure.Failure, exception);
                    LogFailed(logger, failure.Failure.Type, attempt + 1, pause is not null);
                    if (pause is null)
                    {
                        ExceptionDispatchInfo.Throw(failure);
                    }

                    break;
                }

                if (update.Text.Length > 0 && !begun)
                {
                    begun = true;
                    limits.FirstTokenCame();
                }

                received += update.Text.Length;
                if (received > (long)Options.MaxTokens * LongestToken)
                {
                    throw new PipelineFailureException(ModelFailures.Endless(endpoint));
                }

                finished |= update.FinishReason is not null;
                yield return update;
            }

            if (pause is { } wait)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (begun && !finished)
            {
                throw new PipelineFailureException(ModelFailures.BrokeOff(endpoint));
            }

            yield break;
        }
    }

    private ModelOptions Options { get; } = options;

    private PipelineFailureException Understand(Exception exception, CallLimits limits, bool begun)
    {
        if (limits.HasExpired)
        {
            return new PipelineFailureException(
                ModelFailures.TimedOut(endpoint, limits.FirstTokenIsLate ? Options.FirstTokenTimeoutMs : Options.TimeoutMs, limits.FirstTokenIsLate));
        }

        var failure = ModelFailures.From(exception, endpoint);
        if (failure is null)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        return begun && failure.Failure.Type == FailureTypes.ModelUnreachable
            ? new PipelineFailureException(ModelFailures.BrokeOff(endpoint), failure.InnerException)
            : failure;
    }

    /// <summary>How long to wait before the next attempt; null when there is none.</summary>
    private TimeSpan? PauseBefore(int attempt, PipelineFailure failure, Exception exception)
    {
        // A call that ran into the time limit has cost the reader enough.
        if (!failure.IsTransient || failure.Type == FailureTypes.ModelTimeout || attempt >= Options.Retries)
        {
            return null;
        }

        var asked = exception is ClientResultException http ? ModelFailures.RetryAfter(http) : null;
        var pause = asked ?? FirstPause * Math.Pow(2, attempt);
        return pause <= LongestPause ? pause : null;
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Model call failed: {FailureType}, attempt {Attempt}, will be repeated: {WillRepeat}")]
    private static partial void LogFailed(ILogger logger, string failureType, int attempt, bool willRepeat);

    /// <summary>The two time limits of one call as one token, together with the caller's.</summary>
    private sealed class CallLimits : IDisposable
    {
        private readonly CancellationTokenSource _whole;
        private readonly CancellationTokenSource _firstToken;
        private readonly CancellationTokenSource _any;

        public CallLimits(ModelOptions options, TimeProvider time, CancellationToken caller)
        {
            _whole = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
            _firstToken = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.FirstTokenTimeoutMs), time);
            _any = CancellationTokenSource.CreateLinkedTokenSource(_whole.Token, _firstToken.Token, caller);
        }

        public CancellationToken Token => _any.Token;

        public bool FirstTokenIsLate => _firstToken.IsCancellationRequested;

        public bool HasExpired => _firstToken.IsCancellationRequested || _whole.IsCancellationRequested;

        public void FirstTokenCame() => _firstToken.CancelAfter(Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _any.Dispose();
            _firstToken.Dispose();
            _whole.Dispose();
        }
    }
}
