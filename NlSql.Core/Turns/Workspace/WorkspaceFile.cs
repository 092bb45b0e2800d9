using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Workspace;

/// <summary>The SQLite file; brought up to date before its first use.</summary>
internal sealed class WorkspaceFile : IDisposable
{
    /// <summary>Seconds to wait for another process that is writing.</summary>
    private const int BusyTimeoutSeconds = 10;

    private readonly string connectionString;
    private readonly Lazy<DbContextOptions<WorkspaceContext>> options;

    public WorkspaceFile(StorageFolders folders)
    {
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = folders.StateFile,
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ConnectionString;

        // A failed upgrade is tried again at the next use: a disk that was full, a file that another program held.
        options = new(Prepare, LazyThreadSafetyMode.PublicationOnly);
    }

    public WorkspaceContext Open() => new(options.Value);

    /// <summary>Pooled connections keep the file open, and wiping has to be able to remove it.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private DbContextOptions<WorkspaceContext> Prepare()
    {
        WorkspaceSchema.Upgrade(connectionString);
        return new DbContextOptionsBuilder<WorkspaceContext>().UseSqlite(connectionString).AddInterceptors(new SecureDeletion()).Options;
    }
}
