using System.Globalization;
using NlSql.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>One app whose model does what the test says.</summary>
public sealed class ModelTroubleFixture(PostgresFixture postgres) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private ScriptedModel? model;
    private PortRelay? relay;
    private RunningApp? app;

    public Func<ScriptedModelRequest, ScriptedModelAnswer> Answer { get; set; } = _ => ScriptedModelAnswer.ServerError;

    /// <summary>The way to the model; closed, the model is down.</summary>
    public PortRelay Relay => relay!;

    public async Task<RunningApp> AppAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (app is not null)
            {
                return app;
            }

            model = await ScriptedModel.StartAsync(request => Answer(request));
            relay = new PortRelay(model.Url.Port);
            relay.Open();
            var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{relay.Port}/v1");

            // Without the cache of drafts: the tests ask the same question in any order, and each wants the model to be asked,
            // whatever it did before.
            return app = await RunningApp.StartReadyAsync(
                await postgres.DemoAsync(),
                ("LLM_API_URL", url), ("LLM_MODEL_NAME", "scripted"), ("LLM_RETRIES", "0"), ("LLM_FIRST_TOKEN_TIMEOUT_MS", "2000"), ("MODEL_SEES", "rows"),
                ("CACHE_SIZE", "0"), ("LLM_PAUSE_MS", "0"));
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
            await relay!.DisposeAsync();
            await model!.DisposeAsync();
        }

        gate.Dispose();
    }
}

/// <summary>The page says who wrote what, and that a model failed, whatever the model does.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ModelTroubleTests(BrowserFixture browser, ModelTroubleFixture fixture) : IClassFixture<ModelTroubleFixture>
{
    private const string Question = "How many shipments per carrier?";
    private const string Sql = "SELECT carrier, count(*) AS shipments FROM operations.shipments GROUP BY carrier";

    public static TheoryData<string, string> Faults => new()
    {
        { "401", "Model refused the key" },
        { "429", "Model has too many requests" },
        { "500", "written by the built-in translator" },
        { "garbage", "Model's answer unusable" },
        { "half", "written by the built-in translator" },
        { "slow", "Model too slow" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Model_Fails_PageSaysWhyAndThatTheTranslatorWrote(string fault, string words)
    {
        fixture.Answer = _ => fault switch
        {
            "401" => ScriptedModelAnswer.Unauthorized,
            "429" => ScriptedModelAnswer.RateLimited(60),
            "500" => ScriptedModelAnswer.ServerError,
            "garbage" => new ScriptedModelAnswer.Garbage(),
            "half" => new ScriptedModelAnswer.HalfStream("```sql\nSELECT count(", Reset: true),
            _ => new ScriptedModelAnswer.Hang(),
        };
        await using var open = await browser.OpenAtAsync((await fixture.AppAsync()).Address);
        var page = open.Page;
        await open.AskAsync(Question);

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".note").First).ToContainTextAsync(words);
            await Expect(page.Locator(".turn header")).ToContainTextAsync("written by the built-in translator");
            await Expect(page.Locator("button.run")).ToBeEnabledAsync();
            await page.ToBeAtAsync("/c/");
            await open.ReloadAsync();
        }

        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Model_DownThenBack_IsSaidAndAskedAgain()
    {
        fixture.Answer = _ => ScriptedModelAnswer.Sql(Sql);
        await using var open = await browser.OpenAtAsync((await fixture.AppAsync()).Address);
        var page = open.Page;
        await Expect(page.Locator("h1 ~ .muted")).ToContainTextAsync("SQL by scripted");
        await fixture.Relay.CloseAsync();
        await open.AskAsync(Question);
        await Expect(page.Locator(".note").First).ToContainTextAsync("Model unreachable, written by the built-in translator");

        fixture.Relay.Open();
        await page.ClickAsync(".note button");

        await Expect(page.Locator(".turn header")).ToContainTextAsync("written by scripted");
        await Expect(page.Locator(".note")).ToHaveCountAsync(0);
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("AS shipments");
        await page.ClickAsync("button[aria-pressed]");
        await Expect(page.Locator(".details")).Not.ToContainTextAsync("sure");
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Model_BreaksOffItsAnalysis_PageSaysWhoWroteTheOneThatCounts()
    {
        var asked = 0;
        fixture.Answer = _ => Interlocked.Increment(ref asked) == 1
            ? ScriptedModelAnswer.Sql(Sql)
            : new ScriptedModelAnswer.HalfStream("Most shipments went with the pigeons, as ");
        await using var open = await browser.OpenAtAsync((await fixture.AppAsync()).Address);
        var page = open.Page;
        await open.AskAsync(Question);
        await open.RunAsync();
        await page.ToBeAtAsync("/c/");

        for (var time = 0; time < 2; time++)
        {
            await Expect(page.Locator(".analysis")).ToContainTextAsync("Written by the built-in");
            await Expect(page.Locator(".analysis .meta").First).ToContainTextAsync("Written by the built-in analyst.");
            await Expect(page.Locator(".analysis")).Not.ToContainTextAsync("pigeons");
            await Expect(page.Locator(".turn header")).ToContainTextAsync("written by scripted");
            await open.ReloadAsync();
        }
    }
}
