using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Workspace;

/// <summary>
/// The SQLite file; brought up to date before its first use. One that is damaged is set aside under another name and a new one begun; in the place of one
/// that must not be touched (a newer NlSql's, a folder) a temporary file stands in until the process ends.
/// </summary>
internal sealed class WorkspaceFile : IDisposable
{
    /// <summary>Seconds to wait for another process that is writing.</summary>
    private const int BusyTimeoutSeconds = 10;

    private readonly StateHealth health;
    private readonly TimeProvider time;
    private readonly ILogger<WorkspaceFile> logger;
    private readonly Lazy<DbContextOptions<WorkspaceContext>> options;
    private readonly Lock gate = new();
    private StandInFolder? standIn;
    private string path;

    public WorkspaceFile(StorageFolders folders, StateHealth health, TimeProvider time, ILogger<WorkspaceFile> logger)
    {
        this.health = health;
        this.time = time;
        this.logger = logger;
        path = folders.StateFile;

        // A failed upgrade is tried again at the next use: a disk that was full, a file that another program held.
        options = new(PrepareAlone, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Where conversations are kept now.</summary>
    public string Path => path;

    public WorkspaceContext Open() => new(options.Value);

    /// <summary>An open connection of the pool, for what must not take the mapper's time.</summary>
    public SqliteConnection Connect()
    {
        _ = options.Value;
        var connection = new SqliteConnection(Connection(path));
        try
        {
            connection.Open();
            using var command = new SqliteCommand(SecureDeletion.Pragma, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with the file, whole pages included, without changing anything; null when nothing is, or there is none yet.</summary>
    public PipelineFailure? Examine()
    {
        if (File.Exists(path) && new FileInfo(path).Length == 0)
        {
            return null;
        }

        try
        {
            using var connection = new SqliteConnection(Connection(path, SqliteOpenMode.ReadOnly));
            connection.Open();
            var version = WorkspaceSchema.VersionOf(connection);
            if (version > WorkspaceSchema.Newest)
            {
                return TooNew(version);
            }

            using var check = new SqliteCommand("PRAGMA quick_check(1)", connection);
            return check.ExecuteScalar() is "ok" ? null : StateHealth.Damage(path);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CANTOPEN && !System.IO.Path.Exists(path))
        {
            return null;
        }
        catch (SqliteException error)
        {
            return StateHealth.Describe(error, path);
        }
    }

    /// <summary>Looks at the whole file before anybody uses it, and sets aside one that is damaged.</summary>
    public void Begin()
    {
        try
        {
            if (Examine() == StateHealth.Damage(path))
            {
                SetAside();
            }

            Open().Dispose();
        }
        catch (Exception error) when (StateHealth.Describe(error, path) is { } failure)
        {
            health.Note(failure);
            logger.StateUnusable(failure.Message, failure.Advice);
        }
    }

    /// <summary>Pooled connections keep the file open, and wiping has to be able to remove it.</summary>
    public void Dispose()
    {
        using (var connection = new SqliteConnection(Connection(path)))
        {
            SqliteConnection.ClearPool(connection);
        }

        standIn?.Dispose();
    }

    private static string Connection(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = mode != SqliteOpenMode.ReadOnly,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ConnectionString;

    // Of two at the same time the second would set aside what the first has just begun.
    private DbContextOptions<WorkspaceContext> PrepareAlone()
    {
        lock (gate)
        {
            return Prepare();
        }
    }

    private DbContextOptions<WorkspaceContext> Prepare()
    {
        try
        {
            WorkspaceSchema.Upgrade(Connection(path));
        }
        catch (SqliteException error) when (IsDamage(error))
        {
            SetAside();
            WorkspaceSchema.Upgrade(Connection(path));
        }
        catch (StateTooNewException error)
        {
            StandIn(TooNew(error.Version));
        }
        catch (SqliteException error) when (Directory.Exists(path))
        {
            StandIn(StateHealth.Describe(error, path)!);
        }

        return new DbContextOptionsBuilder<WorkspaceContext>().UseSqlite(Connection(path)).AddInterceptors(new SecureDeletion()).Options;
    }

    /// <summary>Text in its place, half a file, and a database of somebody else's, in which our tables cannot be made.</summary>
    private static bool IsDamage(SqliteException error) =>
        error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
        || (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_ERROR && error.Message.Contains("already exists", StringComparison.Ordinal));

    private static PipelineFailure TooNew(int version) => StateHealth.Of(
        $"The state file was written by a newer NlSql (version {version}, this one knows {WorkspaceSchema.Newest}).",
        "Start the newer NlSql again, or set DATA_PATH to another folder.");

    /// <summary>Keeps what may still be saved of it, with the files that belong to it.</summary>
    private void SetAside()
    {
        using (var pooled = new SqliteConnection(Connection(path)))
        {
            SqliteConnection.ClearPool(pooled);
        }

        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{time.GetUtcNow():yyyyMMdd-HHmmss-fff}");
        File.Move(path, aside);
        foreach (var suffix in (string[])["-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }

        var failure = new PipelineFailure(
            FailureParty.Infrastructure,
            FailureTypes.StateUnusable,
            $"The state file was damaged. It lies as {aside} now, and a new one was begun: earlier conversations are not shown.",
            "Put a backup in its place, or save what can be read of it with SQLite's own .recover, while NlSql is stopped.");
        health.Keep(failure);
        logger.StateUnusable(failure.Message, failure.Advice);
    }

    private void StandIn(PipelineFailure failure)
    {
        standIn = StandInFolder.Make(logger);
        path = System.IO.Path.Combine(standIn.Path, StorageNames.State);
        WorkspaceSchema.Upgrade(Connection(path));
        health.Keep(failure);
        logger.StateUnusable(failure.Message, failure.Advice);
    }
}

/// <summary>The file has steps that this NlSql does not know.</summary>
internal sealed class StateTooNewException(int version) : Exception
{
    public int Version => version;
}
