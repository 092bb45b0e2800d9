using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NlSql.LocalModel.Inference;

namespace NlSql.LocalModel.Serving;

/// <summary>Chat completions, whole or as a stream of server-sent events. A client that goes away ends its answer.</summary>
internal static class ChatApi
{
    /// <summary>How many requests stood before this one when it came.</summary>
    private const string QueueHeader = "X-Queue-Position";

    public static void MapChat(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", AnswerAsync);

    private static async Task<IResult> AnswerAsync(
        ChatRequest request, ModelHost host, ServerArguments arguments, TimeProvider time, HttpContext context)
    {
        if (host.Engine is not { } engine)
        {
            return Refusals.NotReady(host);
        }

        if (!ChatReading.TryRead(request, host, out var read, out var fault))
        {
            return Refusals.Invalid(fault);
        }

        if (read.Prompt.Length >= engine.SlotTokens)
        {
            return Refusals.Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The prompt has {read.Prompt.Length} tokens; with its answer it must fit into a context of {engine.SlotTokens}."),
                "context_length_exceeded");
        }

        if (engine.TryEnqueue(read, context.RequestAborted) is not { } completion)
        {
            return Refusals.Busy(context);
        }

        context.Response.Headers[QueueHeader] = completion.QueuePosition.ToString(CultureInfo.InvariantCulture);
        var head = new ChatCompletion(
            $"chatcmpl-{context.TraceIdentifier}",
            request.Stream ? "chat.completion.chunk" : "chat.completion",
            time.GetUtcNow().ToUnixTimeSeconds(),
            arguments.ModelName,
            []);
        if (request.Stream)
        {
            await StreamAsync(context, head, completion, request.StreamOptions is { IncludeUsage: true }).ConfigureAwait(false);
            return Results.Empty;
        }

        List<AnswerPiece> pieces = [];
        await foreach (var piece in completion.ReadAsync(context.RequestAborted).ConfigureAwait(false))
        {
            pieces.Add(piece);
        }

        var text = string.Concat(pieces.Select(static piece => piece.Text));
        var chances = Logprobs(completion, pieces.SelectMany(static piece => piece.Tokens));
        return Results.Json(
            head with
            {
                Choices = [new ChatChoice(0, new ChatPiece("assistant", text), null, Reason(completion), chances)],
                Usage = Usage(completion),
            },
            WireJson.Default.ChatCompletion);
    }

    private static async Task StreamAsync(HttpContext context, ChatCompletion head, Completion completion, bool withUsage)
    {
        context.Response.ContentType = "text/event-stream";
        // The head goes out before the first token: who waits knows of the queue.
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        await foreach (var chunk in Chunks(head, completion, withUsage, context.RequestAborted).ConfigureAwait(false))
        {
            await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk, WireJson.Default.ChatCompletion)}\n\n", context.RequestAborted)
                .ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<ChatCompletion> Chunks(
        ChatCompletion head, Completion completion, bool withUsage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var role = "assistant";
        await foreach (var piece in completion.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return head with { Choices = [new ChatChoice(0, null, new ChatPiece(role, piece.Text), null, Logprobs(completion, piece.Tokens))] };
            role = null;
        }

        yield return head with { Choices = [new ChatChoice(0, null, new ChatPiece(role, null), Reason(completion))] };
        if (withUsage)
        {
            yield return head with { Usage = Usage(completion) };
        }
    }

    private static ChatLogprobs? Logprobs(Completion completion, IEnumerable<TokenChance> tokens) => completion.Request.Chances is null
        ? null
        : new ChatLogprobs([.. tokens.Select(static token => Logprob(token, [.. token.Likeliest.Select(static likely => Logprob(likely, null))]))]);

    private static TokenLogprob Logprob(TokenChance token, IReadOnlyList<TokenLogprob>? likeliest) =>
        new(token.Text, token.LogProbability, [.. token.Bytes.Select(static part => (int)part)], likeliest);

    private static string Reason(Completion completion) => completion.Ending == Ending.Length ? "length" : "stop";

    private static ChatUsage Usage(Completion completion) => new(
        completion.Request.Prompt.Length,
        completion.AnswerTokens,
        completion.Request.Prompt.Length + completion.AnswerTokens,
        new PromptTokensDetails(completion.CachedTokens));
}
