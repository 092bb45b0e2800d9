using System.Globalization;
using NlSql.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>A lost connection, a restarted app, a damaged index, a folder that cannot be written: the page says so and keeps what it can.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RestartTests(BrowserFixture browser, PostgresFixture postgres) : IDisposable
{
    private const string Question = "How many shipments per carrier?";

    /// <summary>Blazor waits a little longer before each new attempt to connect.</summary>
    private static readonly float Patience = 60_000;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql page ").FullName;

    [Fact]
    public async Task Connection_LostAndBack_IsSaidAndWhatWasTypedIsKept()
    {
        var app = await browser.AppAsync();
        await using var relay = new PortRelay(app.Address.Port);
        relay.Open();
        await using var open = await browser.OpenAtAsync(new Uri($"http://127.0.0.1:{relay.Port}/"));
        var page = open.Page;
        await open.AskAsync(Question);
        await open.RunAsync();
        await page.FillAsync("#question", "half a quest");

        await relay.CloseAsync();

        await Expect(page.Locator(".bar")).ToContainTextAsync("Connection lost, reconnecting. What you typed is kept.", new() { UseInnerText = true });
        await Expect(page.Locator(".grid-row").First).ToBeVisibleAsync();
        await page.PressAsync("#question", "End");
        await page.Keyboard.TypeAsync("ion");

        relay.Open();

        await Expect(page.Locator("html")).Not.ToHaveAttributeAsync("data-connection", "show", new() { Timeout = Patience });
        await Expect(page.Locator("#question")).ToHaveValueAsync("half a question");
        await open.AskAsync("How many carriers are there?");
        await Expect(page.Locator(".turn")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task App_StoppedAndStartedOverADamagedIndex_ShowsEverythingAgain()
    {
        var demo = await postgres.DemoAsync();
        (string Key, string? Value)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using var first = await RunningApp.StartAsync(folder, settings);
        await first.WaitUntilReadyAsync();
        await using var open = await browser.OpenAtAsync(first.Address);
        var page = open.Page;
        await open.AskAsync(Question);
        await open.RunAsync();
        await Expect(page.Locator(".markdown")).ToBeVisibleAsync();
        await page.ToBeAtAsync("/c/");
        await page.FillAsync("#question", "half a question");

        await first.InterruptAsync();
        await Expect(page.Locator(".bar .show")).ToBeVisibleAsync();
        await Expect(page.Locator(".grid-row").First).ToBeVisibleAsync();
        await DamageIndexAsync();
        await using var second = await RunningApp.StartAsync(folder, [.. settings, ("AGENT_PORT", first.Address.Port.ToString(CultureInfo.InvariantCulture))]);
        await second.WaitUntilReadyAsync();

        // The page loads itself again: the server that knew its circuit is gone.
        await Expect(page.Locator("html")).Not.ToHaveAttributeAsync("data-connection", "show", new() { Timeout = Patience });
        await Expect(page.Locator(".turn h1")).ToHaveTextAsync(Question);
        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await Expect(page.Locator(".markdown")).ToBeVisibleAsync();
        await Expect(page.Locator("#question")).ToHaveValueAsync("half a question");
        await open.AskAsync(Question);
        await Expect(page.Locator(".turn").Nth(1).Locator("button.run")).ToBeEnabledAsync();
        await page.GotoAsync("status");
        await Expect(page.Locator("main")).ToContainTextAsync("at this start: the stored");
    }

    [Fact]
    public async Task DataFolder_NotWritable_PageSaysThatNothingIsKeptAndAnswers()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("DATA_PATH", Path.Combine(file, "data")));
        await using var open = await browser.OpenAtAsync(app.Address);
        var page = open.Page;

        await Expect(page.Locator(".message.warning")).ToContainTextAsync("Nothing is kept");
        await Expect(page.Locator(".message.warning")).ToContainTextAsync("DATA_PATH");
        await open.AskAsync(Question);
        await open.RunAsync();
        await page.ToBeAtAsync("/c/");

        // Until the app ends it is there.
        await open.ReloadAsync();
        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(4);
        await page.GotoAsync("status");
        await Expect(page.Locator(".message.warning")).ToContainTextAsync("Nothing is kept");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task DamageIndexAsync()
    {
        foreach (var file in Directory.GetFiles(
            Path.Combine(folder, "index"),
            "*",
            SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 1000))
        {
            await using var stream = File.OpenWrite(file);
            stream.Position = stream.Length / 2;
            stream.Write("damaged"u8);
        }
    }
}
