using System.Text.Json;
using NlSql.Core.Database.Connections;

namespace NlSql.Core.Turns.Workspace;

/// <summary>How the database of a conversation stands in its row: as JSON, empty where nobody knows it.</summary>
internal static class DatabaseJson
{
    public static string Write(AskedDatabase? database) => database is null ? "" : JsonSerializer.Serialize(database, TurnJson.Options);

    /// <summary>What cannot be read is not known: a conversation is worth more than its mark.</summary>
    public static AskedDatabase? Read(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize<AskedDatabase>(text, TurnJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
