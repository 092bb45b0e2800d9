using System.Text.Json;
using Microsoft.Data.Sqlite;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Turns.Workspace.Traces;

/// <summary>Reads what is kept beside turns, see <see cref="TurnTrace"/>; it is written with them.</summary>
public sealed class TurnTraces
{
    private readonly WorkspaceFile file;

    internal TurnTraces(WorkspaceFile file) => this.file = file;

    /// <summary>
    /// Null for turns that have none: drafted by a version that kept none, or never drafted. Throws <see cref="PipelineFailureException"/> (state-unusable).
    /// </summary>
    public TurnTrace? Find(string turnId)
    {
        try
        {
            using var connection = file.Connect();
            using var query = new SqliteCommand("SELECT record FROM traces WHERE turn_id = $id", connection);
            query.Parameters.AddWithValue("$id", turnId);
            return query.ExecuteScalar() is byte[] record ? Read(record) : null;
        }
        catch (Exception error) when (StateHealth.Describe(error, file.Path) is { } failure)
        {
            throw new PipelineFailureException(failure, error);
        }
    }

    internal static byte[] Write(TurnTrace trace) => SqueezedText.Squeeze(JsonSerializer.Serialize(trace, TurnJson.Options));

    /// <summary>One that cannot be read is as good as none: the turn itself is there.</summary>
    private static TurnTrace? Read(byte[] record)
    {
        try
        {
            return JsonSerializer.Deserialize<TurnTrace>(SqueezedText.Expand(record), TurnJson.Options);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
