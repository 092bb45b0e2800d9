using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.LocalModel;

/// <summary>
/// The running program of one model: starts it, waits until it has loaded, ends it. It holds this process's end of a pipe as its standard input
/// and ends when that closes, so that it never outlives NlSql, however NlSql ends.
/// </summary>
internal sealed class LocalModelProcess : IAsyncDisposable
{
    public const string Program = "NlSql.LocalModel";
    private const int KeptLines = 20;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Of this process's environment; keys and passwords stay here.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT"];

    private readonly ConcurrentQueue<string> words = new();
    private readonly string folder;
    private readonly string model;
    private readonly Process process;
    private readonly HttpClient http;
    private volatile bool isDisposed;

    private LocalModelProcess(string programFolder, LocalModelPlan plan)
    {
        model = plan.File.Name;
        // Readable and writable by this user alone; a socket's own mode is not heeded everywhere.
        folder = Directory.CreateTempSubdirectory("nlsql-model-").FullName;
        SocketPath = Path.Combine(folder, "model");
        http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(token), UseProxy = false });
        process = Process.Start(Describe(programFolder, plan)) ?? throw new IOException($"{Program} could not be started.");
        Id = process.Id;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string SocketPath { get; }

    public int Id { get; }

    public bool HasEnded
    {
        get
        {
            try
            {
                return isDisposed || process.HasExited;
            }
            catch (InvalidOperationException)
            {
                // Disposed between the two.
                return true;
            }
        }
    }

    /// <summary>What it said last on standard error, on one line.</summary>
    public string LastWords => string.Join(" ", words.TakeLast(3));

    /// <summary>Ends with the process.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Bytes of physical memory that it holds; 0 when that cannot be told.</summary>
    public long ResidentBytes()
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>Starts the program and waits for the model. Throws <see cref="PipelineFailureException"/> (party Model) when it does not come up.</summary>
    /// <param name="progress">Told how much of the model is loaded, in words for people.</param>
    public static async Task<LocalModelProcess> StartAsync(
        string programFolder, LocalModelPlan plan, IProgress<string>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        LocalModelProcess? started = null;
        try
        {
            started = new LocalModelProcess(programFolder, plan);
            await started.WaitUntilLoadedAsync(progress, time, cancellationToken).ConfigureAwait(false);
            return started;
        }
        catch (Exception e)
        {
            if (started is not null)
            {
                await started.DisposeAsync().ConfigureAwait(false);
            }

            if (e is System.ComponentModel.Win32Exception or IOException)
            {
                throw LocalModelFailures.NotLoaded(plan.File.Name, $"{Program} could not be started ({e.Message}).");
            }

            throw;
        }
    }

    /// <summary>A connection for HTTP. Throws <see cref="SocketException"/> while nobody listens.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>How many answers are being written, and how many questions wait.</summary>
    public async Task<(int Busy, int Waiting)> LoadAsync(CancellationToken cancellationToken)
    {
        using var health = await HealthAsync(cancellationToken).ConfigureAwait(false);
        return (health.RootElement.GetProperty("busy").GetInt32(), health.RootElement.GetProperty("waiting").GetInt32());
    }

    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync().ConfigureAwait(false);
        }

        process.Dispose();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already, or the system's cleaner has it.
        }
    }

    private async Task WaitUntilLoadedAsync(IProgress<string>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                throw LocalModelFailures.Ended(model, LastWords);
            }

            try
            {
                using var health = await HealthAsync(cancellationToken).ConfigureAwait(false);
                switch (health.RootElement.GetProperty("status").GetString())
                {
                    case "ok":
                        return;
                    case "failed":
                        throw LocalModelFailures.NotLoaded(model, health.RootElement.GetProperty("error").GetString()!);
                    default:
                        var share = health.RootElement.GetProperty("progress").GetDouble();
                        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"Loading {model}: {share * 100:0} %"));
                        break;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(ProbeInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // {"status":"loading","progress":0.4,"slots":2,"busy":0,"waiting":0,"context_tokens":8192}
    private async Task<JsonDocument> HealthAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri("http://localhost/health"), cancellationToken).ConfigureAwait(false);
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = body.ConfigureAwait(false);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private ProcessStartInfo Describe(string programFolder, LocalModelPlan plan)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As this process runs: its own program where it was published, else by the same dotnet.
        var own = Path.Combine(programFolder, Program);
        var host = Environment.ProcessPath;
        var byDotnet = !File.Exists(own) || Path.GetFileNameWithoutExtension(host) == "dotnet";
        start.FileName = !byDotnet ? own : Path.GetFileNameWithoutExtension(host) == "dotnet" ? host! : "dotnet";
        if (byDotnet)
        {
            start.ArgumentList.Add($"{own}.dll");
        }

        foreach (var argument in plan.Arguments(SocketPath))
        {
            start.ArgumentList.Add(argument);
        }

        var kept = Inherited.Select(name => (name, value: Environment.GetEnvironmentVariable(name))).Where(static pair => pair.value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        // Threads of llama.cpp that wait for each other would else do so by computing nothing at full speed: ten times slower beside other work.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        words.Enqueue(line.Trim());
        while (words.Count > KeptLines)
        {
            words.TryDequeue(out _);
        }
    }
}
