using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Whether conversations are kept at the moment, for readyz, status, page and <c>doctor</c>.</summary>
public sealed class StateHealth
{
    private volatile PipelineFailure? lasting;
    private volatile PipelineFailure? passing;

    /// <summary>Why conversations are not kept, or were set aside; null when all is well.</summary>
    public PipelineFailure? Failure => lasting ?? passing;

    /// <summary>What holds until the process ends: another file is in use than state.db of before.</summary>
    internal void Keep(PipelineFailure failure) => lasting = failure;

    /// <summary>What the last use came to; null when it went well. A full disk may have room again.</summary>
    internal void Note(PipelineFailure? failure) => passing = failure;

    /// <summary>What an error of the state file means to people; null for what is no fault of the file's.</summary>
    internal static PipelineFailure? Describe(Exception error, string path) => error switch
    {
        PipelineFailureException { Failure: var told } => told,
        DbUpdateException { InnerException: { } inner } => Describe(inner, path),
        SqliteException when Directory.Exists(path) =>
            Of($"There is a folder in the place of the state file {path}.", "Remove what is in its place, or set DATA_PATH to another folder."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } =>
            Of($"The disk that holds {path} is full.", "Make room on it; what is asked meanwhile is answered."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB } =>
            Damage(path),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CANTOPEN } =>
            Of($"The state file {path} cannot be opened.", "Give NlSql's user the right to write it and its folder."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM } =>
            Of($"The state file {path} cannot be written.", "Give NlSql's user the right to write it and its folder."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR } =>
            Of($"The state file {path} cannot be read or written.", "Look at the disk that holds it: it may be full or failing."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } =>
            Of($"Another program holds the state file {path}.", "Wait until it is done with it."),
        IOException or UnauthorizedAccessException => Of($"The state file {path} cannot be used.", "Look at the disk that holds it and at its rights."),
        _ => null,
    };

    /// <summary>What is in the file is no state, or is no longer whole.</summary>
    internal static PipelineFailure Damage(string path) =>
        Of($"The state file {path} is damaged.", "Start NlSql again: it sets the file aside and begins a new one.");

    internal static PipelineFailure Of(string message, string advice) => new(
        FailureParty.Infrastructure, FailureTypes.StateUnusable, $"{message} Conversations are not kept meanwhile.", advice, IsTransient: true);
}
