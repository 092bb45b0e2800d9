namespace NlSql.Tests.Fakes;

/// <summary>What the <see cref="ScriptedModel"/> does with one request.</summary>
public abstract record ScriptedModelAnswer
{
    private ScriptedModelAnswer()
    {
    }

    /// <summary>A normal answer: streamed in pieces of <paramref name="PieceLength"/> characters when the request asks for a stream.</summary>
    public sealed record Text(string Content, int PieceLength = 5, string FinishReason = "stop") : ScriptedModelAnswer;

    /// <summary>One plain JSON completion, whether a stream was asked for or not, with the tokens that it took.</summary>
    public sealed record PlainJson(string Content, int PromptTokens = 11, int AnswerTokens = 7) : ScriptedModelAnswer;

    /// <summary>Sends <paramref name="Before"/> (nothing, not even headers, when it is empty) and then hangs until the client leaves.</summary>
    public sealed record Hang(string Before = "") : ScriptedModelAnswer;

    /// <summary>Status 200 with a body that is no completion.</summary>
    public sealed record Garbage(string Body = "<html>It works!</html>", string ContentType = "text/event-stream") : ScriptedModelAnswer;

    /// <summary>An error status with an OpenAI-like error body.</summary>
    public sealed record Status(int Code, string Message = "scripted error", string? RetryAfter = null, string? Location = null) : ScriptedModelAnswer;

    /// <summary>
    /// Streams <paramref name="Content"/> and ends without a finish reason, as a proxy that gives up does; with <paramref name="Reset"/> the
    /// connection is reset, which may swallow what the client had not read yet.
    /// </summary>
    public sealed record HalfStream(string Content, bool Reset = false) : ScriptedModelAnswer;

    /// <summary>401, as for a wrong key.</summary>
    public static ScriptedModelAnswer Unauthorized { get; } = new Status(401, "Incorrect API key provided.");

    /// <summary>429 with a Retry-After in seconds.</summary>
    public static ScriptedModelAnswer RateLimited(int retryAfterSeconds) =>
        new Status(429, "Too many requests.", retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>500.</summary>
    public static ScriptedModelAnswer ServerError { get; } = new Status(500);

    /// <summary>A usual answer of a model to the translation prompt: one fenced statement.</summary>
    public static ScriptedModelAnswer Sql(string sql) => new Text($"```sql\n{sql}\n```\n");
}
