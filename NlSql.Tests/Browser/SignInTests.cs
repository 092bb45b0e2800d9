using System.Security.Cryptography;
using System.Text;
using NlSql.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>API_KEYS_FILE is set, and a person comes with a browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SignInTests(BrowserFixture browser, PostgresFixture postgres) : IDisposable
{
    private const string Key = "a-long-random-text";

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql keys ").FullName;

    [Fact]
    public async Task Key_WrongThenRight_IsSaidAndThenOpensTheLivePage()
    {
        var file = Path.Combine(folder, "keys");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await File.WriteAllTextAsync(file, $"analyst: {hash}\n", TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", file));
        await using var open = await browser.BlankAsync(app.Address);
        var page = open.Page;
        var missing = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status == 404)
            {
                missing.Add(response.Url);
            }
        };

        await page.GotoAsync("");
        Assert.Equal("rgb(79, 70, 229)", await page.Locator("button").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        await page.FillAsync("#key", "wrong");
        await page.ClickAsync("button");

        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("This key is not known here.");
        await page.FillAsync("#key", Key);
        await page.ClickAsync("button");
        await open.AskAsync("How many carriers are there?");

        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Key_TakenOutWhileThePageIsOpen_EndsThePage()
    {
        using var keys = new KeyFile("ana", "bob");
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", keys.Path));
        await using var open = await browser.BlankAsync(app.Address);
        var page = open.Page;
        await page.GotoAsync("");
        await page.FillAsync("#key", KeyFile.KeyOf("ana"));
        await page.ClickAsync("button");
        await open.AskAsync("How many carriers are there?");
        await Expect(page.Locator("button.run")).ToBeEnabledAsync();
        using var ana = KeyFile.ClientOf(app, "ana");

        keys.Write("bob");
        var token = TestContext.Current.CancellationToken;
        while ((await ana.GetAsync(new Uri("api/status", UriKind.Relative), token)).IsSuccessStatusCode)
        {
            token.ThrowIfCancellationRequested();
        }

        await page.ClickAsync("button.run");

        await Expect(page.Locator("#key")).ToBeVisibleAsync();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
