using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Execution;
using NlSql.Core.Database.Execution.Spool;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Fakes;

/// <summary>The real executor and result store over a folder of their own.</summary>
internal sealed class ExecutorHarness : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"nlsql-executor-{Guid.NewGuid():N}");
    private readonly StorageFolders folders;

    public ExecutorHarness(ExecutionOptions? options = null, TimeProvider? time = null, string zone = SessionClock.DefaultZone)
    {
        var settings = Options.Create(options ?? new ExecutionOptions());
        folders = new StorageFolders(Options.Create(new StorageOptions { DataPath = folder }), NullLogger<StorageFolders>.Instance);
        Store = new ResultStore(folders, new RandomIdentifiers(), settings, time ?? TimeProvider.System, NullLogger<ResultStore>.Instance);
        Executor = new NpgsqlQueryExecutor(settings, Store, new SessionClock(time ?? TimeProvider.System, zone), NullLogger<NpgsqlQueryExecutor>.Instance);
    }

    public static RunTag Tag { get; } = new("tester", "turn1");

    public ResultStore Store { get; }

    public NpgsqlQueryExecutor Executor { get; }

    public string ResultsFolder => folders.Results;

    /// <summary>What the guard would make of it; the tests of execution need SQL that the guard refuses, too.</summary>
    public static ApprovedSql Approve(string sql, params string[] searchPath) => new(sql, []) { SearchPath = searchPath };

    public async Task<IReadOnlyList<object?[]>> RowsAsync(StoredResult result) =>
        (await Store.ReadPageAsync(result.Id, 0, int.MaxValue, null, CancellationToken.None)).Rows;

    public void Dispose()
    {
        Store.Dispose();
        folders.Dispose();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
