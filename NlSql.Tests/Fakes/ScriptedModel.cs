using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace NlSql.Tests.Fakes;

/// <summary>
/// An OpenAI-compatible chat endpoint on a free port of this machine that does what the test says: real HTTP, scripted answers.
/// Answers are used in the order given; the last one is repeated.
/// </summary>
public sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ScriptedModelRequest> requests = new();
    private readonly Func<ScriptedModelRequest, ScriptedModelAnswer> answer;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<string> modelsAsked = new();
    private readonly ConcurrentQueue<string> modelsQueries = new();

    private ScriptedModel(Func<ScriptedModelRequest, ScriptedModelAnswer> answer)
    {
        this.answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
        app.MapGet("/v1/models", (HttpContext context) =>
        {
            modelsQueries.Enqueue(context.Request.QueryString.ToString());
            modelsAsked.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.Headers.Location = ModelsStatus is >= 300 and < 400 ? "/v1/elsewhere" : default(string);
            return TypedResults.Text("""{"object":"list","data":[{"id":"scripted","object":"model"}]}""", "application/json", statusCode: ModelsStatus);
        });
    }

    /// <summary>The status that the list of models is answered with.</summary>
    public int ModelsStatus { get; set; } = 200;

    /// <summary>The authorization of each request for the list of models, in order.</summary>
    public IReadOnlyList<string> ModelsAsked => [.. modelsAsked];

    /// <summary>What stood behind the question mark of each request for the list of models.</summary>
    public IReadOnlyList<string> ModelsQueries => [.. modelsQueries];

    /// <summary>What LLM_API_URL is to be set to.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<ScriptedModelRequest> Requests => [.. requests];

    /// <summary>Starts with answers in order; the last one is repeated.</summary>
    public static Task<ScriptedModel> StartAsync(params ScriptedModelAnswer[] answers)
    {
        var next = -1;
        return StartAsync(_ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]);
    }

    /// <summary>Starts with an answer chosen by what is asked.</summary>
    public static async Task<ScriptedModel> StartAsync(Func<ScriptedModelRequest, ScriptedModelAnswer> answer)
    {
        var model = new ScriptedModel(answer);
        await model.app.StartAsync();
        model.Url = new Uri(model.app.Urls.First() + "/v1");
        return model;
    }

    /// <summary>An address that refuses connections for as long as the returned object lives.</summary>
    public static RefusingAddress Refusing() => new();

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var headers = context.Request.Headers;
        var request = new ScriptedModelRequest(body.RootElement.Clone(), headers.Authorization.ToString(), headers.UserAgent.ToString())
        {
            ApiKey = headers["api-key"].ToString(),
            Query = context.Request.QueryString.ToString(),
        };
        requests.Enqueue(request);
        switch (answer(request))
        {
            case ScriptedModelAnswer.Text text when request.IsStreamed:
                await StreamAsync(context.Response, text.Content, text.PieceLength);
                await SendAsync(context.Response, Chunk("{}", $"\"{text.FinishReason}\""));
                await SendAsync(context.Response, "[DONE]");
                break;
            case ScriptedModelAnswer.Text text:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(Completion(JsonSerializer.Serialize(text.Content), text.FinishReason));
                break;
            case ScriptedModelAnswer.PlainJson plain:
                context.Response.ContentType = "application/json; charset=utf-8";
                var usage = $",\"usage\":{{\"prompt_tokens\":{plain.PromptTokens},\"completion_tokens\":{plain.AnswerTokens},\"total_tokens\":0}}}}";
                await context.Response.WriteAsync(Completion(JsonSerializer.Serialize(plain.Content), "stop")[..^1] + usage);
                break;
            case ScriptedModelAnswer.Hang hang:
                if (hang.Before.Length > 0)
                {
                    await StreamAsync(context.Response, hang.Before, 5);
                }

                await HangAsync(context.RequestAborted);
                break;
            case ScriptedModelAnswer.Garbage garbage:
                context.Response.ContentType = garbage.ContentType;
                await context.Response.WriteAsync(garbage.Body);
                break;
            case ScriptedModelAnswer.Status status:
                await FailAsync(context.Response, status);
                break;
            case ScriptedModelAnswer.HalfStream half:
                await StreamAsync(context.Response, half.Content, 5);
                if (half.Reset)
                {
                    context.Abort();
                }

                break;
        }
    }

    private static async Task FailAsync(HttpResponse response, ScriptedModelAnswer.Status status)
    {
        response.StatusCode = status.Code;
        response.ContentType = "application/json";
        if (status.RetryAfter is { } after)
        {
            response.Headers.RetryAfter = after;
        }

        if (status.Location is { } location)
        {
            response.Headers.Location = location;
        }

        await response.WriteAsync("{\"error\":{\"message\":" + JsonSerializer.Serialize(status.Message) + ",\"type\":\"scripted\",\"code\":null}}");
    }

    private async Task HangAsync(CancellationToken clientLeft)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clientLeft, closing.Token);
        var left = new TaskCompletionSource();
        await using var registration = either.Token.Register(left.SetResult);
        await left.Task;
    }

    private static async Task StreamAsync(HttpResponse response, string content, int pieceLength)
    {
        response.ContentType = "text/event-stream";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await SendAsync(response, Chunk("""{"role":"assistant","content":""}""", "null"));
        for (var start = 0; start < content.Length; start += pieceLength)
        {
            var piece = content.Substring(start, Math.Min(pieceLength, content.Length - start));
            await SendAsync(response, Chunk($$"""{"content":{{JsonSerializer.Serialize(piece)}}}""", "null"));
        }
    }

    private static async Task SendAsync(HttpResponse response, string data)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
        await response.Body.FlushAsync();
    }

    private static string Completion(string contentJson, string finishReason) =>
        """{"id":"c1","object":"chat.completion","created":1700000000,"model":"scripted","choices":[{"index":0,"message":{"role":"assistant","content":"""
        + contentJson + "},\"finish_reason\":\"" + finishReason + "\"}]}";

    private static string Chunk(string delta, string finishReason) =>
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"scripted","choices":[{"index":0,"delta":"""
        + delta + ",\"finish_reason\":" + finishReason + "}]}";
}

/// <summary>One request as the model saw it.</summary>
public sealed record ScriptedModelRequest(JsonElement Body, string Authorization, string UserAgent)
{
    /// <summary>The header of that name, as Azure wants it.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>What stood behind the address, with its question mark.</summary>
    public string Query { get; init; } = "";

    public bool IsStreamed => Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>All messages' text, joined by new lines.</summary>
    public string Prompt => string.Join('\n', Body.GetProperty("messages").EnumerateArray().Select(TextOf));

    private static string TextOf(JsonElement message)
    {
        var content = message.GetProperty("content");
        return content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
    }
}

/// <summary>A port that is bound but not listened on, so that connecting is refused at once and nobody else takes it.</summary>
public sealed class RefusingAddress : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RefusingAddress()
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/v1");
    }

    public Uri Url { get; }

    public void Dispose() => socket.Dispose();
}
