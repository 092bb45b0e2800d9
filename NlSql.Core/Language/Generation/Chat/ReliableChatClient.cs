using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using Polly;
using Polly.Retry;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// Gives every call a time limit, turns what goes wrong into a <see cref="PipelineFailureException"/>, and repeats a call that
/// failed before its first token when a repetition can help. Nothing is repeated once text has been handed on. After a call that took too long
/// the next ones fail at once for a while.
/// </summary>
internal sealed partial class ReliableChatClient : DelegatingChatClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A longer wait than this is the caller's decision, not ours.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Characters of answer for each token of LLM_MAX_TOKENS; text has 3 to 5. Who sends more does not heed the limit.</summary>
    private const int LongestToken = 32;

    private readonly ModelEndpoint endpoint;
    private readonly ModelOptions settings;
    private readonly TimeProvider time;
    private readonly ILogger<ReliableChatClient> logger;
    private readonly ResiliencePipeline<ModelCall> repetition;

    /// <summary>In UTC ticks: until then nobody asks a model that took too long.</summary>
    private long notBefore;

    public ReliableChatClient(IChatClient inner, ModelEndpoint endpoint, ModelOptions settings, TimeProvider time, ILogger<ReliableChatClient> logger)
        : base(inner)
    {
        this.endpoint = endpoint;
        this.settings = settings;
        this.time = time;
        this.logger = logger;
        repetition = settings.Retries == 0 ? ResiliencePipeline<ModelCall>.Empty : Repeating(settings.Retries);
    }

    /// <summary>Collects the stream, so that both ways to ask have the same limits and failures.</summary>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (new DateTimeOffset(Volatile.Read(ref notBefore), TimeSpan.Zero) - time.GetUtcNow() is { Ticks: > 0 } pause)
        {
            throw new PipelineFailureException(ModelFailures.NotAsked(endpoint, pause));
        }

        var asked = messages.ToList();
        var call = await repetition
            .ExecuteAsync(token => ModelCall.BeginAsync(InnerClient, endpoint, settings, time, asked, options, token), cancellationToken)
            .ConfigureAwait(false);
        if (call.Failure is { } failure)
        {
            Note(failure.Failure);
            ExceptionDispatchInfo.Throw(failure);
        }

        await using var disposal = call.ConfigureAwait(false);
        var finished = false;
        var received = 0L;
        foreach (var update in call.Opening)
        {
            yield return Count(update);
        }

        while (await NextAsync(call).ConfigureAwait(false))
        {
            yield return Count(call.Current);
        }

        if (received > 0 && !finished)
        {
            throw new PipelineFailureException(ModelFailures.BrokeOff(endpoint));
        }

        ChatResponseUpdate Count(ChatResponseUpdate update)
        {
            finished |= update.FinishReason is not null;
            received += update.Text.Length;
            return received <= (long)settings.MaxTokens * LongestToken ? update : throw new PipelineFailureException(ModelFailures.Endless(endpoint));
        }
    }

    private async ValueTask<bool> NextAsync(ModelCall call)
    {
        try
        {
            return await call.MoveNextAsync().ConfigureAwait(false);
        }
        catch (PipelineFailureException failure)
        {
            Note(failure.Failure);
            throw;
        }
    }

    private void Note(PipelineFailure failure)
    {
        LogFailed(logger, failure.Type, willRepeat: false);
        if (failure.Type == FailureTypes.ModelTimeout)
        {
            Volatile.Write(ref notBefore, time.GetUtcNow().AddMilliseconds(settings.PauseMs).UtcTicks);
        }
    }

    private ResiliencePipeline<ModelCall> Repeating(int times) => new ResiliencePipelineBuilder<ModelCall> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<ModelCall>
        {
            MaxRetryAttempts = times,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Result is { } call && CanBeRepeated(call)),
            DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result?.RequestedWait),
            OnRetry = attempt =>
            {
                LogFailed(logger, attempt.Outcome.Result!.Failure!.Failure.Type, willRepeat: true);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    // A call that ran into the time limit has cost the reader enough.
    private static bool CanBeRepeated(ModelCall call) =>
        call.Failure is { Failure: { IsTransient: true, Type: not FailureTypes.ModelTimeout } } && !(call.RequestedWait > LongestPause);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Model call failed: {FailureType}, will be repeated: {WillRepeat}")]
    private static partial void LogFailed(ILogger logger, string failureType, bool willRepeat);
}
