using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Endpoints;

namespace NlSql.Core.Language.Generation.Chat;

/// <summary>
/// What a failed call to the model's endpoint means for people. Texts of the endpoint are left out of messages and of inner
/// exceptions: an endpoint may echo the key or the prompt.
/// </summary>
internal static class ModelFailures
{
    /// <summary>Null when <paramref name="exception"/> is no failure of the endpoint but a fault of ours.</summary>
    public static PipelineFailureException? From(Exception exception, ModelEndpoint endpoint) => exception switch
    {
        PipelineFailureException failure => failure,
        HttpRequestException { InnerException: PipelineFailureException failure } => failure,
        ClientResultException { Status: > 0 } http => new(FromStatus(http, endpoint)),
        ClientResultException { InnerException: { } inner } => From(inner, endpoint) ?? Unreachable(endpoint, inner),
        ClientResultException or HttpRequestException or IOException or System.Net.Sockets.SocketException => Unreachable(endpoint, exception),
        AggregateException { InnerException: { } inner } => From(inner, endpoint),
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException => new(Unusable(
            $"The answer of {endpoint.Address} is not an OpenAI-compatible completion.",
            "Check that LLM_API_URL is the base of a chat completions API (it usually ends in /v1).")),
        _ => null,
    };

    public static PipelineFailure Unusable(string message, string? advice = null, bool isTransient = false) =>
        new(FailureParty.Model, FailureTypes.ModelAnswerUnusable, message, advice, isTransient);

    public static PipelineFailure TimedOut(ModelEndpoint endpoint, int milliseconds, bool firstToken) => new(
        FailureParty.Model,
        FailureTypes.ModelTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{endpoint.Title} {(firstToken ? "did not begin to answer" : "did not finish its answer")} within {milliseconds / 1000d:0.#} s."),
        $"Try again, or raise {(firstToken ? "LLM_FIRST_TOKEN_TIMEOUT_MS" : "LLM_TIMEOUT_MS")} if the model is just slow.",
        IsTransient: true);

    public static PipelineFailure Stalled(ModelEndpoint endpoint, int milliseconds) => new(
        FailureParty.Model,
        FailureTypes.ModelTimeout,
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Title} said nothing for {milliseconds / 1000d:0.#} s in the middle of its answer."),
        "Try again, or raise LLM_STALL_TIMEOUT_MS if the model is just slow.",
        IsTransient: true);

    /// <param name="pause">Until it is asked again.</param>
    public static PipelineFailure NotAsked(ModelEndpoint endpoint, TimeSpan pause) => new(
        FailureParty.Model,
        FailureTypes.ModelTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{endpoint.Title} took too long a moment ago and is not asked again before {Math.Ceiling(pause.TotalSeconds):0} s have passed."),
        "Wait and try again.",
        IsTransient: true);

    public static PipelineFailure BrokeOff(ModelEndpoint endpoint) => new(
        FailureParty.Model,
        FailureTypes.ModelUnreachable,
        endpoint.IsOwn
            ? $"The process of the local model {endpoint.Model} ended in the middle of its answer."
            : $"The connection to the model at {endpoint.Address} broke off in the middle of its answer.",
        endpoint.IsOwn ? "It is started again; the log has its last words." : "Try again; if it happens often, look at the model server's log.",
        IsTransient: true);

    public static PipelineFailure Endless(ModelEndpoint endpoint) =>
        Unusable(
            $"{endpoint.Title} did not stop at LLM_MAX_TOKENS.",
            "Ask in other words, or use a server that heeds max_tokens.",
            isTransient: true);

    private static PipelineFailureException Unreachable(ModelEndpoint endpoint, Exception inner) => new(
        new PipelineFailure(
            FailureParty.Model,
            FailureTypes.ModelUnreachable,
            $"{endpoint.Title} cannot be reached.",
            endpoint.IsOwn ? "It is started again; the log has its last words." : "Check LLM_API_URL and that the model server is running.",
            IsTransient: true),
        inner);

    private static PipelineFailure FromStatus(ClientResultException exception, ModelEndpoint endpoint) => exception.Status switch
    {
        401 or 403 => new(
            FailureParty.Model,
            FailureTypes.ModelUnauthorized,
            $"{endpoint.Title} refused the key ({exception.Status}).",
            "Set LLM_API_KEY to a key that this endpoint accepts."),
        404 => new(
            FailureParty.Model,
            FailureTypes.ModelUnreachable,
            $"{endpoint.Address} answers, but has no chat completions there or no model \"{endpoint.Model}\" (404).",
            "Check LLM_API_URL (it usually ends in /v1) and LLM_MODEL_NAME."),
        429 => new(
            FailureParty.Model,
            FailureTypes.ModelRateLimited,
            RequestedWait.Of(exception) is { } wait
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{endpoint.Title} has too many requests (429); it asks to wait {Math.Ceiling(wait.TotalSeconds)} s.")
                : $"{endpoint.Title} has too many requests (429).",
            "Wait and try again.",
            IsTransient: true),
        408 or 504 => new(
            FailureParty.Model,
            FailureTypes.ModelTimeout,
            $"{endpoint.Title} timed out ({exception.Status}).",
            "Try again.",
            IsTransient: true),
        >= 500 => new(
            FailureParty.Model,
            FailureTypes.ModelUnreachable,
            $"{endpoint.Title} failed ({exception.Status}).",
            "Try again; if it stays so, look at the model server's log.",
            IsTransient: true),
        >= 300 and < 400 => new(
            FailureParty.Model,
            FailureTypes.ModelUnreachable,
            $"{endpoint.Address} redirects elsewhere ({exception.Status}); redirects are not followed, because they would carry the prompt to another host.",
            "Set LLM_API_URL to the final address."),
        _ => Unusable(
            $"{endpoint.Title} refused the request ({exception.Status}).",
            endpoint.IsOwn
                ? "The question with its tables may be too long for the model: lower LLM_CONTEXT_TOKENS to what the file was made for."
                : "Check LLM_MODEL_NAME, LLM_CONTEXT_TOKENS and, for models that refuse a temperature, LLM_TEMPERATURE."),
    };
}
