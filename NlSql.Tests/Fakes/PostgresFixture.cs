using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Native;
using NlSql.Tests.Fakes;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace NlSql.Tests.Fakes;

/// <summary>
/// One real PostgreSQL for the whole test run, started when the first test asks for it and removed at the end. Take it as a constructor
/// parameter. Tests that only read share <see cref="DemoAsync"/>; tests that change something get a database of their own.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = DemoDatabaseLoader.DatabaseName;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"nlsql-tests-{Guid.NewGuid():N}");
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly StorageFolders folders;
    private readonly EmbeddedServer server;
    private EmbeddedServerState? state;
    private TestDatabase? demo;

    public PostgresFixture()
    {
        // Tests compute on the pool's threads: on two cores there would be too few of them for answers of the server in the meantime.
        ThreadPool.GetMinThreads(out _, out var completions);
        ThreadPool.SetMinThreads(32, completions);
        var storage = Options.Create(new StorageOptions { DataPath = folder });
        folders = new StorageFolders(storage, NullLogger<StorageFolders>.Instance);
        server = new EmbeddedServer(folders, storage, NativeLocations.Current, TimeProvider.System, NullLogger<EmbeddedServer>.Instance);
    }

    /// <summary>The demo company as <c>nlsql_reader</c>, shared by all tests of the run: read only, never disposed by a test.</summary>
    public async Task<TestDatabase> DemoAsync()
    {
        await gate.WaitAsync();
        try
        {
            return demo ??= await CreateLockedAsync("demo_shared", Template);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A copy of the demo company for one test; dispose it.</summary>
    public Task<TestDatabase> CloneDemoAsync() => CreateAsync(Template);

    /// <summary>An empty database for one test; dispose it. <paramref name="sql"/> is run by its owner, a superuser.</summary>
    public async Task<TestDatabase> CreateAsync(string? sql, CancellationToken cancellationToken)
    {
        var database = await CreateAsync("template1");
        if (sql is not null)
        {
            await using var command = database.Owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return database;
    }

    /// <summary>13 to 18: the version of the embedded server, or of the one that NLSQL_POSTGRES_PATH names.</summary>
    public async Task<int> MajorVersionAsync()
    {
        await using var connection = await (await DemoAsync()).Owner.OpenConnectionAsync();
        return connection.PostgreSqlVersion.Major;
    }

    public async ValueTask DisposeAsync()
    {
        if (demo is not null)
        {
            await demo.Owner.DisposeAsync();
            await demo.Reader.DisposeAsync();
        }

        await server.DisposeAsync();
        folders.Dispose();
        gate.Dispose();
        await RemoveFolderAsync();
    }

    /// <summary>What cannot be removed at once is tried again; it would be no fault of the tests that ran, each of which would be called failed.</summary>
    private async Task RemoveFolderAsync()
    {
        for (var attempt = 0; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (attempt == 20)
                {
                    await Console.Error.WriteLineAsync($"The folder of the tests' PostgreSQL is left behind, remove it by hand: {e.Message}");
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    private async Task<TestDatabase> CreateAsync(string template)
    {
        await gate.WaitAsync();
        try
        {
            return await CreateLockedAsync($"test_{Guid.NewGuid():N}", template);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>CREATE DATABASE wants its template for itself, hence one at a time.</summary>
    private async Task<TestDatabase> CreateLockedAsync(string name, string template)
    {
        if (state is null)
        {
            var started = await server.StartAsync(null, CancellationToken.None);
            await new DemoDatabaseLoader(TimeProvider.System, NullLogger<DemoDatabaseLoader>.Instance).EnsureAsync(started, null, CancellationToken.None);
            state = started;
        }

        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, "postgres", pooling: false));
        await connection.OpenAsync();

        // Since 15 the default writes a copy through the log; copying files is faster for a template of this size.
        var strategy = connection.PostgreSqlVersion.Major >= 15 ? "STRATEGY file_copy" : string.Empty;
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template} {strategy}", connection);
        await command.ExecuteNonQueryAsync();
        await using var rights = new NpgsqlCommand(
            $"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {EmbeddedServerState.Reader}",
            connection);
        await rights.ExecuteNonQueryAsync();
        return new TestDatabase(name, state);
    }
}
