using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Versions of the state file. Each step runs once, in one transaction that locks out other processes, so that app and command line can
/// start at the same moment; <c>user_version</c> counts the steps done. A step that was released is never changed.
/// </summary>
internal static class WorkspaceSchema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE conversations (
            id TEXT NOT NULL PRIMARY KEY,
            title TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX conversations_updated_at ON conversations (updated_at DESC);
        CREATE TABLE turns (
            id TEXT NOT NULL PRIMARY KEY,
            conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            writer INTEGER NOT NULL,
            record TEXT NOT NULL
        ) STRICT;
        CREATE INDEX turns_conversation ON turns (conversation_id, ordinal);
        """,

        // Questions asked at once had come to the same place. A process id alone says nothing in a container, where it is always 1: turns that
        // an earlier version left busy read as stopped.
        """
        UPDATE turns SET ordinal = placed.place
        FROM (SELECT id, row_number() OVER (PARTITION BY conversation_id ORDER BY ordinal, id) - 1 AS place FROM turns) AS placed
        WHERE placed.id = turns.id;
        DROP INDEX turns_conversation;
        CREATE UNIQUE INDEX turns_place ON turns (conversation_id, ordinal);
        ALTER TABLE turns DROP COLUMN writer;
        ALTER TABLE turns ADD COLUMN writer TEXT NOT NULL DEFAULT '';
        """,

        // A turn's record names its last result only; with a conversation the rows of every run go.
        """
        CREATE TABLE results (
            id TEXT NOT NULL PRIMARY KEY,
            conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX results_conversation ON results (conversation_id);
        INSERT OR IGNORE INTO results (id, conversation_id)
        SELECT found.id, found.conversation_id
        FROM (SELECT CASE WHEN json_valid(record) THEN json_extract(record, '$.result.id') END AS id, conversation_id FROM turns) AS found
        WHERE typeof(found.id) = 'text';
        """,

        // Conversations of before that, of which nobody knows whose they are, stay everybody's.
        """
        ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT '';
        ALTER TABLE conversations ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX conversations_owner ON conversations (owner, updated_at DESC);
        """,

        // Questions with SQL that people stand for.
        """
        CREATE TABLE pairs (
            id TEXT NOT NULL PRIMARY KEY,
            question TEXT NOT NULL,
            question_key TEXT NOT NULL,
            sql TEXT NOT NULL,
            database_id TEXT NOT NULL,
            owner TEXT NOT NULL,
            shared INTEGER NOT NULL,
            kind TEXT NOT NULL,
            kept_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pairs_database ON pairs (database_id, kept_at DESC);
        """,

        // What drafts saw and did, squeezed: prompts are long, and nobody reads them with a conversation.
        """
        CREATE TABLE traces (
            turn_id TEXT NOT NULL PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        """,

        // Of which database a conversation was asked; of those of before that nobody knows it.
        """
        ALTER TABLE conversations ADD COLUMN database TEXT NOT NULL DEFAULT '';
        """,
    ];

    /// <summary>The version that this NlSql writes.</summary>
    public static int Newest => Steps.Length;

    /// <summary>How many steps were done to an open file.</summary>
    public static int VersionOf(SqliteConnection connection, SqliteTransaction? transaction = null)
    {
        using var query = new SqliteCommand("PRAGMA user_version", connection, transaction);
        return Convert.ToInt32(query.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Brings the file up to date. One of a newer NlSql is left as it is, and <see cref="StateTooNewException"/> thrown.</summary>
    public static void Upgrade(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        if (VersionOf(connection) is var found && found > Newest)
        {
            throw new StateTooNewException(found);
        }

        Execute(connection, "PRAGMA journal_mode = WAL", null);
        Execute(connection, SecureDeletion.Pragma, null);
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection, transaction);
        for (var step = version; step < Steps.Length; step++)
        {
            Execute(connection, Steps[step], transaction);
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Steps.Length}"), transaction);
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction)
    {
        using var command = new SqliteCommand(sql, connection, transaction);
        command.ExecuteNonQuery();
    }
}
