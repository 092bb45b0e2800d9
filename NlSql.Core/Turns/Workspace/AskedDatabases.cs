using Microsoft.Data.Sqlite;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Of which database the kept conversations, turns and results were asked; null for what versions kept that did not note it, and for what is not there.
/// Throws <see cref="PipelineFailureException"/> (<c>state-unusable</c>) when the state cannot be read.
/// </summary>
internal sealed class AskedDatabases(WorkspaceFile file)
{
    public AskedDatabase? OfConversation(string id) => Find("SELECT database FROM conversations WHERE id = $id", id);

    public AskedDatabase? OfTurn(string id) =>
        Find("SELECT database FROM conversations JOIN turns ON turns.conversation_id = conversations.id WHERE turns.id = $id", id);

    public AskedDatabase? OfResult(string id) =>
        Find("SELECT database FROM conversations JOIN results ON results.conversation_id = conversations.id WHERE results.id = $id", id);

    /// <summary>Without the mapper: each question and page of rows asks, and it would take ten times as long as SQLite itself.</summary>
    private AskedDatabase? Find(string query, string id)
    {
        try
        {
            using var connection = file.Connect();
            using var command = new SqliteCommand(query, connection);
            command.Parameters.AddWithValue("$id", id);
            return command.ExecuteScalar() is string kept ? DatabaseJson.Read(kept) : null;
        }
        catch (Exception error) when (StateHealth.Describe(error, file.Path) is { } failure)
        {
            throw new PipelineFailureException(failure, error);
        }
    }
}
