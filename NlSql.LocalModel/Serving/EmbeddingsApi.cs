using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NlSql.LocalModel.Serving;

/// <summary>Vectors of texts, as numbers or as the base64 of 32-bit floats.</summary>
internal static class EmbeddingsApi
{
    public static void MapEmbeddings(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/embeddings", EmbedAsync);

    private static async Task<IResult> EmbedAsync(EmbeddingRequest request, ModelHost host, ServerArguments arguments, HttpContext context)
    {
        if (host.Embedder is not { } embedder)
        {
            return host.IsReady ? Refusals.Invalid("This model talks; it makes no vectors.") : Refusals.NotReady(host);
        }

        if (ChatReading.Texts(request.Input) is not { Count: > 0 } texts)
        {
            return Refusals.Invalid("input must be a text or a list of texts.");
        }

        List<EmbeddingItem> items = [];
        var read = 0;
        foreach (var text in texts)
        {
            var (vector, tokens) = await embedder.EmbedAsync(text, context.RequestAborted).ConfigureAwait(false);
            items.Add(new EmbeddingItem("embedding", items.Count, Written(vector, request.EncodingFormat == "base64")));
            read += tokens;
        }

        return Results.Json(new EmbeddingList("list", arguments.ModelName, items, new ChatUsage(read, 0, read)), WireJson.Default.EmbeddingList);
    }

    private static JsonElement Written(float[] vector, bool asBase64) => asBase64
        ? JsonSerializer.SerializeToElement(Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())), WireJson.Default.String)
        : JsonSerializer.SerializeToElement(vector, WireJson.Default.SingleArray);
}
