using System.Text.Json;

namespace NlSql.Core.Language.Generation.Answers;

/// <summary>Finds the statement in an answer that is a JSON object: <c>{"sql": "SELECT ..."}</c>.</summary>
internal static class SqlInJson
{
    private static readonly string[] Keys = ["sql", "query", "sql_query", "sqlQuery", "statement", "answer"];

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Null where the text holds no such object.</summary>
    public static string? Find(string text)
    {
        var (begin, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (begin < 0 || end <= begin)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(begin, end - begin + 1), Lenient);
            foreach (var key in Keys)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (property.Name.Equals(key, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.String
                        && property.Value.GetString()?.Trim() is { Length: > 0 } sql && SqlOpening.BeginsStatement(sql.Split('\n', 2)[0]))
                    {
                        return sql;
                    }
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }
}
