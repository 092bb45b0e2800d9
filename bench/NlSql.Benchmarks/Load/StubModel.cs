using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace NlSql.Benchmarks.Load;

/// <summary>An OpenAI-compatible endpoint that answers at once, with a statement of its own for each number that a question names.</summary>
internal sealed partial class StubModel : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task serving;

    /// <param name="port">0 for a free one.</param>
    public StubModel(int port)
    {
        using var free = new TcpListener(IPAddress.Loopback, port);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Url = $"http://127.0.0.1:{port}/v1";
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    /// <summary>What LLM_API_URL is to be set to.</summary>
    public string Url { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var asked = await reader.ReadToEndAsync();
        var number = Number().Matches(asked) is [.., { Groups: var groups }] ? groups[1].Value : "0";
        var sql = $"SELECT s.name, r.name AS region FROM sales.stores s JOIN sales.regions r ON r.id = s.region_id WHERE s.id <> {number}";
        context.Response.ContentType = "text/event-stream";
        const string Chunk = """{"id":"1","object":"chat.completion.chunk","created":1,"model":"stub","choices":[{"index":0,""";
        var answer = Encoding.UTF8.GetBytes(
            $$"""data: {{Chunk}}"delta":{"content":"{{sql}}"},"finish_reason":null}]}""" + "\n\n"
            + $$"""data: {{Chunk}}"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");

        // In one piece: who reads to the end of a body in pieces would wait for the system to send the last one, 40 ms.
        context.Response.ContentLength64 = answer.Length;
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }

    [GeneratedRegex(@"number (?<number>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
