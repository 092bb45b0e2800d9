using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>The running server of this process: starts it, waits until it answers, stops it.</summary>
internal sealed class EmbeddedServerProcess : IAsyncDisposable
{
    private const int KeptLogLines = 40;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// It is a demo: what a power cut may damage is made again, so nothing waits for the disk. No statement is ever logged. Without
    /// autovacuum the statistics, and with them answers and tests, stay the same.
    /// </summary>
    private static readonly string[] Settings =
    [
        "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=2GB",
        "shared_buffers=128MB", "work_mem=16MB", "maintenance_work_mem=128MB", "max_connections=120", "jit=off", "autovacuum=off",
        "timezone=UTC", "log_timezone=UTC", "log_min_messages=warning", "log_min_error_statement=panic", "logging_collector=off",
        "unix_socket_directories=",
    ];

    private readonly EmbeddedServerFolder folder;
    private readonly ConcurrentQueue<string> log = new();
    private readonly ManualResetEventSlim released = new();
    private Process? process;

    private EmbeddedServerProcess(EmbeddedServerFolder folder) => this.folder = folder;

    /// <summary>Runs <c>initdb</c>: UTF-8, scram passwords. Takes about a second.</summary>
    public static async Task InitializeAsync(EmbeddedServerFolder folder, EmbeddedServerState state, CancellationToken cancellationToken)
    {
        folder.CreateCluster();
        var passwordFile = Path.Combine(folder.Cluster, "..", $"password-{Guid.NewGuid():N}");
        try
        {
            await WritePasswordAsync(passwordFile, state.SuperuserPassword, folder.RunsAsRoot, cancellationToken).ConfigureAwait(false);
            await RunAsync(
                folder,
                "initdb",
                [
                    "-D", folder.Cluster, "-U", EmbeddedServerState.Superuser, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E",
                    "UTF8", "--locale=C.UTF-8", "--no-sync"
                ],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>Starts the server and waits until it takes connections. Throws <see cref="IOException"/> with the server's own last words.</summary>
    /// <param name="folder">Where its cluster is.</param>
    /// <param name="state">Port and passwords.</param>
    /// <param name="cancellationToken">Gives up waiting, and stops it.</param>
    /// <param name="settings">In place of, or beside, those of a demo: <c>name=value</c>.</param>
    public static async Task<EmbeddedServerProcess> StartAsync(
        EmbeddedServerFolder folder,
        EmbeddedServerState state,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? settings = null)
    {
        var server = new EmbeddedServerProcess(folder);
        try
        {
            await server.LaunchAsync(state.Port, settings ?? []).ConfigureAwait(false);
            await server.WaitUntilReadyAsync(state, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>True when a server answers with the state's password.</summary>
    public static async Task<bool> AnswersAsync(EmbeddedServerState state, CancellationToken cancellationToken)
    {
        try
        {
            var connection = new NpgsqlConnection(ConnectionString(state, "postgres", pooling: false));
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>A connection string of the superuser, for set-up only.</summary>
    public static string ConnectionString(EmbeddedServerState state, string database, bool pooling) => new NpgsqlConnectionStringBuilder
    {
        Host = EmbeddedServerState.Host,
        Port = state.Port,
        Username = EmbeddedServerState.Superuser,
        Password = state.SuperuserPassword,
        Database = database,
        SslMode = SslMode.Disable,
        Pooling = pooling,
        Timeout = 5,
        CommandTimeout = 120,
        ApplicationName = "nlsql/setup",
    }.ConnectionString;

    /// <summary>The wanted port when nobody listens there, else any free one.</summary>
    public static int FreePort(int wanted)
    {
        foreach (var port in wanted > 0 ? (int[])[wanted, 0] : [0])
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) when (port != 0)
            {
                // Taken meanwhile; the next one is chosen by the system.
            }
        }

        throw new IOException("No free port on 127.0.0.1.");
    }

    /// <summary>Stops a server that an earlier process left in this cluster, and removes a lock file that no server holds.</summary>
    public static async Task ClearLeftoversAsync(EmbeddedServerFolder folder, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(folder.Cluster, "postmaster.pid");
        if (!File.Exists(pidFile))
        {
            return;
        }

        var first = (await File.ReadAllLinesAsync(pidFile, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        if (int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && IsServerOf(pid, folder.Cluster))
        {
            await RunAsync(folder, "pg_ctl", ["stop", "-D", folder.Cluster, "-m", "fast", "-t", "20", "-s"], cancellationToken).ConfigureAwait(false);
        }

        File.Delete(pidFile);
    }

    /// <summary>True when the server is no longer there, whoever ended it.</summary>
    public bool HasEnded => process is not { HasExited: false };

    /// <summary>What it wrote to its log last, on one line.</summary>
    public string LastWords => string.Join(" ", log.TakeLast(3));

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false } running)
        {
            try
            {
                await RunAsync(folder, "pg_ctl", ["stop", "-D", folder.Cluster, "-m", "fast", "-t", "10", "-s"], CancellationToken.None)
                    .WaitAsync(StopLimit).ConfigureAwait(false);
                await running.WaitForExitAsync().WaitAsync(StopLimit).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or TimeoutException)
            {
                running.Kill(entireProcessTree: true);
            }
        }

        released.Set();
        process?.Dispose();
    }

    /// <summary>The file is private from its first moment on; root's is opened, once written, to the user who runs initdb, whatever the umask is.</summary>
    internal static async Task WritePasswordAsync(string path, string password, bool othersRead, CancellationToken cancellationToken)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private });
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(password + "\n"), cancellationToken).ConfigureAwait(false);
        }

        if (othersRead)
        {
            File.SetUnixFileMode(path, Private | UnixFileMode.OtherRead);
        }
    }

    private static bool IsServerOf(int pid, string cluster)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(cluster, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task RunAsync(EmbeddedServerFolder folder, string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var run = Process.Start(folder.Command(program, diesWithStarter: false, arguments))
            ?? throw new IOException($"{program} could not be started.");
        var output = run.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = run.StandardError.ReadToEndAsync(cancellationToken);
        await run.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (run.ExitCode != 0)
        {
            throw new IOException($"{program} failed: {(await error.ConfigureAwait(false)).Trim()} {(await output.ConfigureAwait(false)).Trim()}".Trim());
        }
    }

    /// <summary>
    /// The kernel sends the parent-death signal when the <em>thread</em> that started the child ends, so one thread of our own starts
    /// it and waits as long as this process uses it.
    /// </summary>
    private Task LaunchAsync(int port, IReadOnlyList<string> more)
    {
        var arguments = new List<string> { "-D", folder.Cluster, "-h", EmbeddedServerState.Host, "-p", port.ToString(CultureInfo.InvariantCulture) };
        foreach (var setting in Settings.Concat(more))
        {
            arguments.AddRange(["-c", setting]);
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var keeper = new Thread(() =>
        {
            try
            {
                process = Process.Start(folder.Command("postgres", diesWithStarter: true, arguments))
                    ?? throw new IOException("postgres could not be started.");
                process.OutputDataReceived += (_, line) => Keep(line.Data);
                process.ErrorDataReceived += (_, line) => Keep(line.Data);
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                started.SetResult();
            }
            catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
            {
                started.SetException(new IOException($"The embedded PostgreSQL could not be started: {e.Message}", e));
                return;
            }

            released.Wait();
        })
        { IsBackground = true, Name = "embedded-postgres" };
        keeper.Start();
        return started.Task;
    }

    private async Task WaitUntilReadyAsync(EmbeddedServerState state, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(state, cancellationToken).ConfigureAwait(false))
        {
            if (process!.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                throw new IOException($"The embedded PostgreSQL ended at once: {string.Join(" ", log)}");
            }

            if (Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                throw new IOException($"The embedded PostgreSQL did not answer within {StartLimit.TotalSeconds:0} s: {string.Join(" ", log)}");
            }

            await Task.Delay(ProbeInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        log.Enqueue(line);
        while (log.Count > KeptLogLines)
        {
            log.TryDequeue(out _);
        }
    }
}
