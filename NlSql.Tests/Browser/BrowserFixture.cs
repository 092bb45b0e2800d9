using Microsoft.Playwright;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Browser;

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}

/// <summary>The real app over the demo database in Debian's Chromium; both are started by the first test.</summary>
public sealed class BrowserFixture(PostgresFixture postgres) : IAsyncDisposable
{
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private static readonly string[] Places = [Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public RunningApp? App { get; private set; }

    /// <summary>A page of its own context at the app's address; every error of the page's scripts fails the test through <see cref="Trouble"/>.</summary>
    public async Task<OpenPage> OpenAsync(string path = "", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        await StartAsync();
        var context = await _browser!.NewContextAsync(new() { BaseURL = App!.Address.ToString(), ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, AcceptDownloads = true });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        var trouble = new List<string>();
        page.PageError += (_, error) => trouble.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                trouble.Add(message.Text);
            }
        };
        await page.GotoAsync(path);
        return new OpenPage(context, page, trouble);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_browser is not null)
            {
                return;
            }

            var chromium = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium is missing: sudo apt-get install -y chromium");
            App = await RunningApp.StartReadyAsync(await postgres.DemoAsync());
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = Arguments });
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>A page and what its scripts complained of.</summary>
public sealed class OpenPage(IBrowserContext context, IPage page, List<string> trouble) : IAsyncDisposable
{
    public IPage Page => page;

    public IReadOnlyList<string> Trouble => trouble;

    /// <summary>Types a question once the page is live, and asks it.</summary>
    public async Task AskAsync(string question)
    {
        await WaitUntilLiveAsync();
        await page.FillAsync("#question", question);
        await page.PressAsync("#question", "Enter");
    }

    /// <summary>The box takes the focus when the circuit stands.</summary>
    public async Task WaitUntilLiveAsync() => await page.WaitForFunctionAsync("() => document.activeElement?.id === 'question' || document.querySelector('.turn')");

    /// <summary>The title is gone for a moment while the live page takes over from the prerendered one.</summary>
    public async Task WaitUntilTitledAsync() => await page.WaitForFunctionAsync("() => document.title.includes('NlSql') && document.documentElement.dataset.live === 'true'");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
