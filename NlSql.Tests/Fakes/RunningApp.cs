using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NlSql.Tests.Fakes;

/// <summary>The real web host on a free port, as its own process; stopped and its folder removed at the end.</summary>
public sealed partial class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output;
    private readonly bool ownsFolder;

    private RunningApp(Process process, ConcurrentQueue<string> output, string folder, bool ownsFolder, Uri address)
    {
        this.process = process;
        this.output = output;
        this.ownsFolder = ownsFolder;
        Folder = folder;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = Patience };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Holds data, cache and index.</summary>
    public string Folder { get; }

    public string Output => string.Join('\n', output);

    /// <summary>Starts against a database and waits until questions can be answered.</summary>
    public static async Task<RunningApp> StartReadyAsync(TestDatabase database, params (string Key, string? Value)[] settings)
    {
        var app = await StartAsync([.. database.Settings.Select(pair => (pair.Key, pair.Value)), .. settings]);
        try
        {
            await app.WaitUntilReadyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts and waits until it listens.</summary>
    public static Task<RunningApp> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(null, settings);

    /// <param name="folder">A folder of the caller's that stays; null makes one of the app's own.</param>
    public static async Task<RunningApp> StartAsync(string? folder, (string Key, string? Value)[] settings, params string[] arguments)
    {
        var own = folder ?? Directory.CreateTempSubdirectory("nlsql app ").FullName;
        var pairs = settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)).Prepend(new("AGENT_PORT", "0"));
        var process = Process.Start(ProductProcess.Describe("NlSql.Web", own, pairs, arguments))!;
        var output = new ConcurrentQueue<string>();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The app ended at once."));
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new RunningApp(process, output, own, folder is null, await address.Task.WaitAsync(Patience));
        }
        catch (Exception exception)
        {
            await EndAsync(process);
            if (folder is null)
            {
                Directory.Delete(own, recursive: true);
            }

            throw new InvalidOperationException(string.Join('\n', output), exception);
        }

        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not { } text)
            {
                return;
            }

            output.Enqueue(text);
            if (Announcement().Match(text) is { Success: true } match)
            {
                // "Every interface" is nothing that one can connect to.
                address.TrySetResult(new Uri(match.Groups["address"].Value.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)));
            }
        }
    }

    public async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var response = await Http.GetAsync(new Uri("readyz", UriKind.Relative), patience.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public Task<ApiAnswer> PostAsync(string path, object body) => PostTextAsync(path, JsonSerializer.Serialize(body));

    public async Task<ApiAnswer> PostTextAsync(string path, string body, string contentType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ApiAnswer.ReadAsync(response);
    }

    public async Task<ApiAnswer> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await ApiAnswer.ReadAsync(response);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return await ApiAnswer.ReadAsync(response);
    }

    /// <summary>Ctrl+C; returns the exit code.</summary>
    public Task<int> InterruptAsync() => SignalAsync("INT");

    /// <summary>Sends a signal by its name without SIG; returns the exit code.</summary>
    public async Task<int> SignalAsync(string name)
    {
        using (var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            await InterruptAsync();
        }

        process.Dispose();
        if (ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [GeneratedRegex(@"^(\{.*""Message"":"")?NlSql is at (?<address>http://[^\s""]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Announcement();
}

/// <summary>An answer of the API, read to its end.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string? ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The slug of a problem document's type.</summary>
    public string? Problem => ContentType == "application/problem+json" ? Json.GetProperty("type").GetString()!["urn:nlsql:problem:".Length..] : null;

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key,
            header => string.Join(", ", header.Value),
            StringComparer.OrdinalIgnoreCase));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Status} {ContentType}: {Body}");
}
