namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>How people call PostgreSQL's statement nodes.</summary>
internal static class StatementNames
{
    public static string Of(string kind) => kind switch
    {
        "InsertStmt" => "an INSERT",
        "UpdateStmt" => "an UPDATE",
        "DeleteStmt" => "a DELETE",
        "MergeStmt" => "a MERGE",
        "TruncateStmt" => "TRUNCATE",
        "DropStmt" => "DROP",
        "CopyStmt" => "COPY",
        "ExplainStmt" => "EXPLAIN",
        "DoStmt" => "a DO block",
        "CallStmt" => "CALL",
        "VariableSetStmt" => "SET",
        "VariableShowStmt" => "SHOW",
        "TransactionStmt" => "a transaction command",
        "PrepareStmt" => "PREPARE",
        "ExecuteStmt" => "EXECUTE",
        "DeallocateStmt" => "DEALLOCATE",
        "DeclareCursorStmt" => "DECLARE CURSOR",
        "FetchStmt" => "FETCH",
        "ListenStmt" => "LISTEN",
        "UnlistenStmt" => "UNLISTEN",
        "NotifyStmt" => "NOTIFY",
        "VacuumStmt" => "VACUUM or ANALYZE",
        "LockStmt" => "LOCK",
        "GrantStmt" or "GrantRoleStmt" => "GRANT or REVOKE",
        "CreateTableAsStmt" => "CREATE TABLE AS",
        "ViewStmt" => "CREATE VIEW",
        _ when kind.StartsWith("Create", StringComparison.Ordinal) => "a CREATE statement",
        _ when kind.StartsWith("Alter", StringComparison.Ordinal) => "an ALTER statement",
        _ when kind.StartsWith("Drop", StringComparison.Ordinal) => "a DROP statement",
        _ => kind.EndsWith("Stmt", StringComparison.Ordinal) ? kind[..^4].ToUpperInvariant() : kind,
    };
}
