using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NlSql.Core.Language.Endpoints;

/// <summary>
/// Some servers and proxies answer with one plain JSON completion although a stream was asked for. It becomes a stream of one piece here, so that whoever reads
/// knows streams only.
/// </summary>
internal sealed class PlainAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes; an answer of LLM_MAX_TOKENS is far smaller.</summary>
    private const int Longest = 8 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode
            || request.RequestUri?.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal) is not true
            || response.Content.Headers.ContentType?.MediaType is not "application/json"
            || response.Content.Headers.ContentLength > Longest)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(Longest, cancellationToken).ConfigureAwait(false);
        if (AsStream(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)) is { } stream)
        {
            response.Content = new StringContent(stream, Encoding.UTF8, new MediaTypeHeaderValue("text/event-stream"));
        }

        return response;
    }

    /// <summary>Null for what is no completion: its reader says so better.</summary>
    private static string? AsStream(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject completion || completion["choices"] is not JsonArray { Count: > 0 } choices
                || choices[0] is not JsonObject choice || choice["message"] is not JsonObject message)
            {
                return null;
            }

            var finish = choice["finish_reason"]?.DeepClone();
            choice.Remove("message");
            choice["delta"] = message.DeepClone();
            choice["index"] = 0;
            choice["finish_reason"] = null;
            completion["object"] = "chat.completion.chunk";
            var usage = completion["usage"]?.DeepClone();
            completion.Remove("usage");
            completion["choices"] = new JsonArray(choice.DeepClone());
            var text = new StringBuilder().Append("data: ").Append(completion.ToJsonString()).Append("\n\n");
            choice["delta"] = new JsonObject();
            choice["finish_reason"] = finish ?? "stop";
            completion["choices"] = new JsonArray(choice.DeepClone());
            text.Append("data: ").Append(completion.ToJsonString()).Append("\n\n");
            if (usage is not null)
            {
                completion["choices"] = new JsonArray();
                completion["usage"] = usage;
                text.Append("data: ").Append(completion.ToJsonString()).Append("\n\n");
            }

            return text.Append("data: [DONE]\n\n").ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
