using System.Text.Json;

namespace NlSql.Web.Api;

/// <summary>What is wrong with a request that could not be bound, without the names of our types and without the framework's words.</summary>
internal static class UnreadableRequest
{
    private const string Shape = "The body must be a JSON object; openapi/v1.json describes its fields.";

    /// <summary>One sentence for the caller: what is wrong and where.</summary>
    public static string Describe(BadHttpRequestException fault, HttpRequest request) => fault.InnerException switch
    {
        // The reader's own fault: a comma too many, or the body's end in the middle.
        JsonException { InnerException: JsonException } broken =>
            FormattableString.Invariant($"The body is not valid JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}."),

        // The JSON is well formed, but what it says is no text: \uD83D without its second half, or bytes that are not UTF-8.
        // The reader throws the same type for a number where a text belongs; only its words tell them apart.
        JsonException { InnerException: InvalidOperationException inner } torn when inner.Message.Contains("UTF-", StringComparison.Ordinal) =>
            $"The text of {Field(torn)} is not valid Unicode: it has half a surrogate pair or bytes that are not UTF-8.",
        JsonException { Path: { Length: > 1 } } wrong => $"The value of {Field(wrong)} is of the wrong kind; openapi/v1.json describes it.",
        JsonException => Shape,
        _ when HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method) =>
            "A parameter in the address cannot be read; openapi/v1.json describes them.",
        _ => $"There is no complete body. {Shape}",
    };

    private static string Field(JsonException fault) =>
        fault.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "the body";
}
