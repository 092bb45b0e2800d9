using System.Diagnostics;
using System.Globalization;

namespace NlSql.Benchmarks.Load;

/// <summary>What is asked: an app that is started with folders of its own and ended with this, or one that somebody else has started.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private readonly Process? app;
    private readonly string? folder;

    private MeasuredService(string name, HttpClient http, Process? app, string? folder)
    {
        Name = name;
        Http = http;
        this.app = app;
        this.folder = folder;
    }

    public string Name { get; }

    public HttpClient Http { get; }

    public static async Task<MeasuredService> StartAsync(string service, string modelUrl)
    {
        if (service.StartsWith("http", StringComparison.Ordinal))
        {
            return new MeasuredService(service, Client(new Uri(service)), null, null);
        }

        var folder = Directory.CreateTempSubdirectory("nlsql-load-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(service)]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)
            [
                ("LLM_API_URL", modelUrl), ("LLM_MODEL_NAME", "stub"), ("AGENT_PORT", "0"), ("LOG_LEVEL", "Warning"),
                ("DATA_PATH", Path.Combine(folder, "data")),
                ("CACHE_PATH", Path.Combine(folder, "cache")), ("FAISS_INDEX_PATH", Path.Combine(folder, "index")),
            ])
        {
            start.Environment[key] = value;
        }

        var app = Process.Start(start)!;
        var http = Client(await AddressAsync(app));
        while (!(await http.GetAsync(new Uri("readyz", UriKind.Relative))).IsSuccessStatusCode)
        {
            await Task.Delay(200);
        }

        return new MeasuredService(service, http, app, folder);
    }

    /// <summary>Zero for what somebody else has started.</summary>
    public ProcessorTime Processor() => app is null ? default : ProcessorTime.Of(app.Id);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
        {
            using (var kill = Process.Start("kill", ["-TERM", app.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await app.WaitForExitAsync();
            app.Dispose();
            Directory.Delete(folder!, recursive: true);
        }
    }

    private static HttpClient Client(Uri address) => new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(120) };

    private static async Task<Uri> AddressAsync(Process app)
    {
        while (await app.StandardOutput.ReadLineAsync() is { } line)
        {
            const string Announcement = "NlSql is at ";
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _ = app.StandardOutput.ReadToEndAsync();
                return new Uri(line[Announcement.Length..].Split(' ')[0]);
            }
        }

        throw new InvalidOperationException("The app ended at once.");
    }
}
