using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NlSql.Tests.Fakes;

/// <summary>A real PgBouncer before a database of the test run, where the machine has one (NLSQL_PGBOUNCER, or on the path).</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private PgBouncer(Process process, string folder, int port)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
    }

    /// <summary>Null where there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("NLSQL_PGBOUNCER")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(directory => Path.Combine(directory, "pgbouncer"))
            .FirstOrDefault(File.Exists);

    public int Port { get; }

    /// <param name="mode"><c>session</c> or <c>transaction</c>.</param>
    /// <param name="size">Sessions of the server that all clients share.</param>
    public static async Task<PgBouncer> StartAsync(TestDatabase database, string mode, int size)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-bouncer-").FullName;
        var port = FreePort();
        var users = Path.Combine(folder, "users.txt");
        await File.WriteAllTextAsync(users, $"\"{TestDatabase.ReaderName}\" \"{database.ReaderPassword}\"\n");
        var file = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                {database.Name} = host={TestDatabase.Host} port={database.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = {users}
                pool_mode = {mode}
                default_pool_size = {size}
                server_round_robin = 1
                """));
        if (Environment.IsPrivilegedProcess)
        {
            // It refuses to run as root.
            OpenToOthers(folder, users, file);
        }

        var start = new ProcessStartInfo(Program!, Environment.IsPrivilegedProcess ? ["-u", "nobody", file] : [file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var bouncer = new PgBouncer(process, folder, port);
        var output = process.StandardError;
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains("process up", StringComparison.Ordinal))
            {
                _ = output.ReadToEndAsync();
                return bouncer;
            }
        }

        await bouncer.DisposeAsync();
        throw new InvalidOperationException("PgBouncer ended at once.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void OpenToOthers(string folder, params string[] files)
    {
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        foreach (var file in files)
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
