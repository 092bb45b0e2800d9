using System.Diagnostics;
using System.Globalization;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Native;
using Npgsql;

namespace NlSql.Tests.Fakes;

/// <summary>A PostgreSQL for one test that stops, kills or configures it; nobody brings it back but the test.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private const string Database = "postgres";

    private readonly string parent;
    private readonly EmbeddedServerFolder folder;
    private readonly EmbeddedServerState state;
    private readonly IReadOnlyList<string> settings;
    private EmbeddedServerProcess? process;

    private OwnServer(string parent, EmbeddedServerFolder folder, EmbeddedServerState state, IReadOnlyList<string> settings)
    {
        this.parent = parent;
        this.folder = folder;
        this.state = state;
        this.settings = settings;
    }

    public int Port => state.Port;

    /// <summary>The settings with which an application uses it, as a role that may read the schema <c>public</c>.</summary>
    public (string Key, string? Value)[] Settings =>
    [
        ("DB_HOST", EmbeddedServerState.Host),
        ("DB_PORT", Port.ToString(CultureInfo.InvariantCulture)),
        ("DB_NAME", Database),
        ("DB_USER", EmbeddedServerState.Reader),
        ("DB_PASS", state.ReaderPassword),
        ("SSL_MODE", "disable"),
    ];

    /// <summary>Makes a cluster, starts it and runs <paramref name="sql"/> as its superuser.</summary>
    /// <param name="configure">Changes the cluster's folder before the first start.</param>
    /// <param name="settings">Of the server, beside those of the demo's.</param>
    public static async Task<OwnServer> StartAsync(string sql, Func<string, Task>? configure = null, params string[] settings)
    {
        var server = Prepare(EmbeddedServerState.Create(), settings);
        var folder = server.folder;
        try
        {
            await EmbeddedServerProcess.InitializeAsync(folder, server.state, CancellationToken.None);
            if (configure is not null)
            {
                await configure(folder.Cluster);
            }

            await server.StartAgainAsync();
            await server.ExecuteAsync(
                $"CREATE ROLE {EmbeddedServerState.Reader} LOGIN PASSWORD '{server.state.ReaderPassword}'; {sql}; "
                + $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {EmbeddedServerState.Reader}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A streaming standby of a server that has its passwords.</summary>
    /// <param name="cluster">A copy of the primary's cluster as it was before its first start.</param>
    /// <param name="settings">Those of the primary, and those of the standby.</param>
    public async Task<OwnServer> StandbyAsync(string cluster, params string[] settings)
    {
        var connection = string.Create(
            CultureInfo.InvariantCulture,
            $"host={EmbeddedServerState.Host} port={Port} user={EmbeddedServerState.Superuser} password={state.SuperuserPassword} sslmode=disable");
        var standby = Prepare(state, [.. settings, $"primary_conninfo={connection}"]);
        try
        {
            standby.folder.CreateCluster();
            using (var copy = Process.Start("cp", ["-a", cluster + "/.", standby.folder.Cluster]))
            {
                await copy.WaitForExitAsync();
                Assert.Equal(0, copy.ExitCode);
            }

            await File.WriteAllTextAsync(Path.Combine(standby.folder.Cluster, "standby.signal"), "");
            await standby.StartAgainAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the port that it had.</summary>
    public async Task StartAgainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await EmbeddedServerProcess.ClearLeftoversAsync(folder, patience.Token);
                process = await EmbeddedServerProcess.StartAsync(folder, state, patience.Token, settings);
                return;
            }
            catch (IOException e)
                when (e.Message.Contains("shared memory block", StringComparison.Ordinal)
                    || e.Message.Contains("Address already in use", StringComparison.Ordinal))
            {
                // What was killed has not quite gone.
                await Task.Yield();
            }
        }
    }

    /// <summary>A fast shutdown: running statements are ended.</summary>
    public async Task StopAsync()
    {
        await process!.DisposeAsync();
        process = null;
    }

    /// <summary>kill -9 of the server with all its processes, as when its machine loses power.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(await FirstProcessAsync());
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await StopAsync();
    }

    /// <summary>While it is held, the server goes on with what it does and takes neither connections nor requests to stop a statement.</summary>
    public async Task<IDisposable> HoldFirstProcessAsync()
    {
        var pid = await FirstProcessAsync();
        Signal(pid, "STOP");
        return new Held(pid);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, Database, pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection of its superuser that has done <paramref name="sql"/>; what it leaves open ends with it.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string sql)
    {
        var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, Database, pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>application_name of the application's sessions that run a statement.</summary>
    public async Task<IReadOnlyList<string>> NamesOfBusyAsync()
    {
        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, Database, pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT application_name FROM pg_stat_activity WHERE usename = '{EmbeddedServerState.Reader}' AND state = 'active' AND leader_pid IS NULL",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Waits until the application's statement runs.</summary>
    public async Task UntilBusyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, Database, pooling: false));
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*) FROM pg_stat_activity
            WHERE usename = '{EmbeddedServerState.Reader}' AND state = 'active' AND query LIKE '%generate_series%' AND query NOT LIKE 'EXPLAIN%'
            """,
            connection);
        while (await command.ExecuteScalarAsync(patience.Token) is not > 0L)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until a standby has replayed all that this server has written.</summary>
    public async Task UntilReplayedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var connection = new NpgsqlConnection(EmbeddedServerProcess.ConnectionString(state, Database, pooling: false));
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= $1::pg_lsn", connection);
        await using var now = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn()::text", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = (string)(await now.ExecuteScalarAsync(patience.Token))! });
        while (await command.ExecuteScalarAsync(patience.Token) is not > 0L)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await StopAsync();
        }

        folder.Remove();
        Directory.Delete(parent, recursive: true);
    }

    private static void Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task<int> FirstProcessAsync() =>
        int.Parse((await File.ReadAllLinesAsync(Path.Combine(folder.Cluster, "postmaster.pid")))[0], CultureInfo.InvariantCulture);

    private static OwnServer Prepare(EmbeddedServerState state, IReadOnlyList<string> settings)
    {
        // Enterable for the user that the server runs as when the tests are run by root.
        var parent = Path.Combine(Path.GetTempPath(), $"nlsql-own-{Guid.NewGuid():N}");
        Directory.CreateDirectory(parent);
        var folder = EmbeddedServerFolder.Prepare(parent, NativeLocations.Current.EmbeddedPostgres(), Environment.IsPrivilegedProcess);
        return new OwnServer(parent, folder, state with { Port = EmbeddedServerProcess.FreePort(0) }, settings);
    }

    private sealed record Held(int Pid) : IDisposable
    {
        public void Dispose() => Signal(Pid, "CONT");
    }
}
