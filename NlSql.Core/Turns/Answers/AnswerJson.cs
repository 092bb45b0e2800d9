using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Answers;

/// <summary>How the API, <c>--json</c> and the batch forms write JSON: camel case, enums as words, no HTML escapes (the type is never HTML).</summary>
public static class AnswerJson
{
    /// <summary>As the API sends it and batches write it: one line.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The same over several lines: what <c>--json</c> prints.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };

    /// <summary>Sets names, enums and converters so; gives back what it was given.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
