using Microsoft.Playwright;
using NlSql.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}

/// <summary>The real app over the demo database in Debian's Chromium; each is started by the first test that asks for it.</summary>
public sealed class BrowserFixture(PostgresFixture postgres) : IAsyncDisposable
{
    private static readonly string[] Arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync"
    ];
    private static readonly string[] Places = [
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome"
    ];

    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    private RunningApp? app;

    /// <summary>The app over the demo database that tests share which leave it as it is; what one puts right is not given to the next.</summary>
    public async Task<RunningApp> AppAsync()
    {
        await gate.WaitAsync();
        try
        {
            return app ??= await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("MEMORY", "off"));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A page of its own context at the shared app; errors of the page's scripts are in <see cref="OpenPage.Trouble"/>.</summary>
    public async Task<OpenPage> OpenAsync(string path = "", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light) =>
        await OpenAtAsync((await AppAsync()).Address, path, width, height, scheme);

    /// <summary>The same at another app.</summary>
    public async Task<OpenPage> OpenAtAsync(Uri address, string path = "", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var open = await BlankAsync(address, width, height, scheme);
        await open.Page.GotoAsync(path);
        return open;
    }

    /// <summary>A page that has not been sent anywhere yet.</summary>
    public async Task<OpenPage> BlankAsync(Uri address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        await LaunchAsync();
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            AcceptDownloads = true,
        });
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
        return new OpenPage(context, page, trouble);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        gate.Dispose();
    }

    private async Task LaunchAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (browser is not null)
            {
                return;
            }

            var chromium = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium is missing: sudo apt-get install -y chromium");
            // A bound for a test that would never end, not a measure: a busy machine draws when it can.
            SetDefaultExpectTimeout(20_000);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = Arguments });
        }
        finally
        {
            gate.Release();
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

    /// <summary>Runs the draft by its button and waits for the rows.</summary>
    public async Task RunAsync()
    {
        await page.ClickAsync("button.run:not([disabled])");
        await Expect(page.Locator(".grid-row").First).ToBeVisibleAsync();
    }

    /// <summary>Puts a text in place of what stands in the SQL editor.</summary>
    public async Task EditAsync(string sql)
    {
        await page.Locator(".cm-content").Last.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(sql);
    }

    /// <summary>Id, or else class, or else tag of what has the focus.</summary>
    public Task<string> FocusAsync() => page.EvaluateAsync<string>("() => { const e = document.activeElement; return e.id || e.className || e.tagName; }");

    /// <summary>Loads the page again and waits until it is live.</summary>
    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await WaitUntilTitledAsync();
    }

    /// <summary>The box takes the focus when the circuit stands.</summary>
    public async Task WaitUntilLiveAsync() =>
        await page.WaitForFunctionAsync("() => document.activeElement?.id === 'question' || document.querySelector('.turn')");

    /// <summary>The title is gone for a moment while the live page takes over from the prerendered one.</summary>
    public async Task WaitUntilTitledAsync() =>
        await page.WaitForFunctionAsync("() => document.title.includes('NlSql') && document.documentElement.dataset.live === 'true'");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
