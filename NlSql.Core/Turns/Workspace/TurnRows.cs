using Microsoft.Data.Sqlite;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// Writes turns into their rows, within one transaction, by commands that are prepared once for all of them. Not through the mapper: it would take several
/// times as long as SQLite itself, for every turn, while all others wait for the one writer.
/// </summary>
internal sealed class TurnRows : IDisposable
{
    private readonly List<SqliteCommand> commands = [];
    private readonly SqliteConnection connection;
    private readonly SqliteTransaction transaction;
    private readonly long now;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand touch;
    private readonly SqliteCommand write;
    private readonly SqliteCommand note;
    private readonly SqliteCommand trace;

    /// <param name="transaction">The writer's; whoever made it commits it.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    public TurnRows(SqliteTransaction transaction, long now)
    {
        this.transaction = transaction;
        this.now = now;
        connection = transaction.Connection!;
        begin = Command(
            "INSERT OR IGNORE INTO conversations (id, title, owner, shared, created_at, updated_at) VALUES ($id, $title, $owner, 0, $now, $now)",
            "$id",
            "$title",
            "$owner");

        // What knows the server's number is not replaced by what does not, for the same address: a role may have lost the right to read it.
        touch = Command(
            """
            UPDATE conversations SET updated_at = $now, database = CASE
                WHEN $database = '' THEN database
                WHEN NOT json_valid(database) THEN $database
                WHEN database ->> 'address' = $database ->> 'address' AND database ->> 'system' IS NOT NULL AND $database ->> 'system' IS NULL THEN database
                ELSE $database END
            WHERE id = $id
            """,
            "$id",
            "$database");
        write = Command(
            """
            INSERT INTO turns (id, conversation_id, ordinal, writer, record)
            SELECT $id, $conversation, coalesce(max(ordinal) + 1, 0), $writer, $record FROM turns WHERE conversation_id = $conversation
            ON CONFLICT (id) DO UPDATE SET writer = excluded.writer, record = excluded.record
            RETURNING ordinal
            """,
            "$id",
            "$conversation",
            "$writer",
            "$record");
        note = Command("INSERT OR IGNORE INTO results (id, conversation_id) VALUES ($id, $conversation)", "$id", "$conversation");
        trace = Command(
            "INSERT INTO traces (turn_id, record) VALUES ($id, $record) ON CONFLICT (turn_id) DO UPDATE SET record = excluded.record", "$id", "$record");
    }

    /// <summary>See <see cref="IConversationStore.SaveTurnAsync"/>.</summary>
    public int? Save(Turn turn)
    {
        if (turn.Begins is { } title)
        {
            Execute(begin, turn.ConversationId, title, turn.Analyst ?? "");
        }

        if (Execute(touch, turn.ConversationId, DatabaseJson.Write(turn.Database)) == 0)
        {
            return null;
        }

        Give(write, turn.Id, turn.ConversationId, RunningProcess.Mark, TurnJson.Write(turn));
        int ordinal;
        using (var place = write.ExecuteReader())
        {
            place.Read();
            ordinal = place.GetInt32(0);
        }

        if (turn.Result is { } result)
        {
            Execute(note, result.Id, turn.ConversationId);
        }

        if (turn.Trace is { } seen)
        {
            trace.Parameters["$id"].Value = turn.Id;
            trace.Parameters["$record"].Value = TurnTraces.Write(seen);
            trace.ExecuteNonQuery();
        }

        return ordinal;
    }

    /// <inheritdoc />
    public void Dispose() => commands.ForEach(command => command.Dispose());

    private static int Execute(SqliteCommand command, params ReadOnlySpan<string> values)
    {
        Give(command, values);
        return command.ExecuteNonQuery();
    }

    private static void Give(SqliteCommand command, params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> names)
    {
        var command = new SqliteCommand(sql, connection, transaction);
        commands.Add(command);
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        if (sql.Contains("$now", StringComparison.Ordinal))
        {
            command.Parameters.AddWithValue("$now", now);
        }

        return command;
    }
}
