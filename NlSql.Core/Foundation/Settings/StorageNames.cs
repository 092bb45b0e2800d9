using System.IO.Enumeration;

namespace NlSql.Core.Foundation.Settings;

/// <summary>What NlSql puts into DATA_PATH, by name: nothing else there is ever written, closed or removed.</summary>
internal static class StorageNames
{
    public const string State = "state.db";
    public const string Audit = "audit.jsonl";

    /// <summary>Earlier audit trails, each full, by time and number: <c>audit-20261128-104100-123-000.jsonl</c>.</summary>
    public const string EarlierAudits = "audit-*.jsonl";

    public const string Results = "results";
    public const string ProtectionKeys = "protection-keys";
    public const string Server = "postgres";

    /// <summary>NlSql's own small files: marks, locks, what a write is tried with.</summary>
    private const string Dot = ".nlsql-";

    /// <summary>True for what NlSql makes, files beside the state (<c>state.db-wal</c>, <c>state.db.damaged-...</c>) among them.</summary>
    public static bool IsOwn(string name) =>
        name is Audit or Results or ProtectionKeys or Server
        || name.StartsWith(State, StringComparison.Ordinal)
        || FileSystemName.MatchesSimpleExpression(EarlierAudits, name, ignoreCase: false)
        || name.StartsWith(Dot, StringComparison.Ordinal);
}
