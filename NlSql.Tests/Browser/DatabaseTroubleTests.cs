using System.Globalization;
using Microsoft.Playwright;
using NlSql.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>The page over databases that are not there, go away, refuse, are empty or named strangely.</summary>
[Collection(BrowserCollection.Name)]
public sealed class DatabaseTroubleTests(BrowserFixture browser, PostgresFixture postgres)
{
    private const string Question = "How many shipments per carrier?";

    /// <summary>More than the pause between two attempts of the app to connect.</summary>
    private static readonly float Patience = 30_000;

    [Fact]
    public async Task Database_NotThereThenThereThenGoneThenBack_IsSaidEachTimeAndNothingIsLost()
    {
        var demo = await postgres.DemoAsync();
        await using var relay = new PortRelay(demo.Port);
        await using var app = await RunningApp.StartAsync(With(demo, ("DB_PORT", relay.Port.ToString(CultureInfo.InvariantCulture))));
        await using var open = await browser.OpenAtAsync(app.Address);
        var page = open.Page;

        await Expect(page.Locator(".message.bad")).ToContainTextAsync($"127.0.0.1:{relay.Port}");
        await Expect(page.Locator(".message.bad")).ToContainTextAsync("DB_HOST");
        await Expect(page.Locator("nav .badge")).ToContainTextAsync("Not available");

        relay.Open();
        await TryAgainAsync(page);
        await Expect(page.Locator(".examples button")).ToHaveCountAsync(6, new() { Timeout = Patience });
        await Expect(page.Locator("nav .badge")).ToContainTextAsync("Ready");
        await open.AskAsync(Question);
        await open.RunAsync();
        await page.ToBeAtAsync("/c/");

        await open.AskAsync("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n");
        await page.Locator(".turn").Nth(1).Locator("button.run:not([disabled])").ClickAsync();
        await Expect(page.Locator(".running")).ToBeVisibleAsync();
        await relay.CloseAsync();
        await Expect(page.Locator(".message.bad")).ToContainTextAsync("The database:");
        await Expect(page.Locator(".turn").Nth(1).Locator(".cm-content")).ToContainTextAsync("WITH RECURSIVE");

        relay.Open();
        await open.EditAsync("SELECT 'back' AS state");
        await page.Locator(".turn").Nth(1).Locator("button.run:not([disabled])").ClickAsync(new() { Timeout = Patience });
        await Expect(page.Locator(".turn").Nth(1).Locator(".grid-row")).ToContainTextAsync("back", new() { Timeout = Patience });

        await open.ReloadAsync();
        await Expect(page.Locator(".turn").Nth(0).Locator(".grid-row")).ToHaveCountAsync(4);
        await Expect(page.Locator(".turn").Nth(1).Locator(".grid-row")).ToContainTextAsync("back");
    }

    [Fact]
    public async Task Database_PasswordWrongThenSetRight_IsSaidAndThePageRecovers()
    {
        var demo = await postgres.DemoAsync();
        var role = $"late_{Guid.NewGuid():N}";
        await demo.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'old' IN ROLE {TestDatabase.ReaderName}");
        try
        {
            await using var app = await RunningApp.StartAsync(With(demo, ("DB_USER", role), ("DB_PASS", "new-horse")));
            await using var open = await browser.OpenAtAsync(app.Address);

            await Expect(open.Page.Locator(".message.bad")).ToContainTextAsync("DB_PASS");
            await Expect(open.Page.Locator("body")).Not.ToContainTextAsync("new-horse");

            await demo.ExecuteAsync($"ALTER ROLE {role} PASSWORD 'new-horse'");

            // Without a click: the app tries again by itself.
            await Expect(open.Page.Locator(".examples button")).ToHaveCountAsync(6, new() { Timeout = Patience });
            await Expect(open.Page.Locator(".message.bad")).ToHaveCountAsync(0);
        }
        finally
        {
            await demo.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Database_WithoutTables_SaysSoAndFindsTheTableThatComes()
    {
        await using var database = await postgres.CreateAsync(null, CancellationToken.None);
        await using var app = await RunningApp.StartAsync(With(database));
        await using var open = await browser.OpenAtAsync(app.Address);
        var page = open.Page;

        await Expect(page.Locator(".message")).ToContainTextAsync($"The database {database.Name} has no tables.");
        await Expect(page.Locator(".message")).ToContainTextAsync("Check DB_NAME, or create tables");
        await open.AskAsync("How many things are there?");
        await Expect(page.Locator(".turn .message")).ToContainTextAsync("has no tables");
        await page.GotoAsync("schema");
        await open.WaitUntilTitledAsync();
        await Expect(page.Locator(".message")).ToContainTextAsync("has no tables");

        await database.ExecuteAsync("CREATE TABLE things (id int, name text); INSERT INTO things VALUES (1, 'one'); GRANT SELECT ON things TO nlsql_reader");
        await TryAgainAsync(page);
        await Expect(page.Locator("summary .name")).ToHaveTextAsync("things", new() { Timeout = Patience });

        await page.ClickAsync("nav a:has-text('How many things')");
        await page.ClickAsync(".turn button:text-is('Try again'):not([data-reconnect])");
        await open.RunAsync();
        await Expect(page.Locator(".turn h1")).ToHaveTextAsync("How many things are there?");
    }

    [Fact]
    public async Task Database_StrangeNamesAndNoKey_AreShownAsTheyAre()
    {
        await using var database = await postgres.CreateAsync(
            """
            CREATE SCHEMA "Odd Schema";
            CREATE TABLE "Odd Schema"."Order Lines" ("Unit Price" numeric, "Straße" text, "a""b" int, "select" text, "🦊" bool);
            INSERT INTO "Odd Schema"."Order Lines" VALUES
                (10, 'Lange <i>Straße</i>', 1, NULL, true), (30, 'Kurze Gasse', 2, '', false), (30, 'Kurze Gasse', 2, '', false);
            GRANT USAGE ON SCHEMA "Odd Schema" TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA "Odd Schema" TO nlsql_reader;
            """,
            CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database);
        await using var open = await browser.OpenAtAsync(app.Address, "schema");
        var page = open.Page;
        await Expect(page.Locator("summary .name")).ToHaveTextAsync("Odd Schema.Order Lines");
        await Expect(page.Locator("details td:first-child")).ToHaveTextAsync(["Unit Price", "Straße", "a\"b", "select", "🦊"]);
        await Expect(page.Locator("details .tag[title='Primary key']")).ToHaveCountAsync(0);

        await page.GotoAsync("");
        await open.AskAsync("average unit price by Straße");
        await Expect(page.Locator(".chips")).ToContainTextAsync("Order Lines.Straße");
        await open.RunAsync();
        await Expect(page.Locator(".grid-row")).ToHaveCountAsync(2);
        await open.AskAsync("""SELECT "Unit Price", "Straße", "a""b", "select", "🦊" FROM "Odd Schema"."Order Lines" """);
        var turn = page.Locator(".turn").Nth(1);
        await turn.Locator("button.run:not([disabled])").ClickAsync();

        await Expect(turn.Locator(".grid-name")).ToHaveTextAsync(["Unit Price", "Straße", "a\"b", "select", "🦊"]);
        await Expect(turn.Locator(".grid-row")).ToHaveCountAsync(3);
        await Expect(turn.Locator(".grid-row").First.Locator(".grid-cell")).ToHaveTextAsync(["10", "Lange <i>Straße</i>", "1", "NULL", "true"]);
        await Expect(turn.Locator(".grid-row").Nth(1).Locator(".grid-cell").Nth(3)).ToHaveTextAsync("''");
        Assert.Empty(open.Trouble);
    }

    // The live page reads the schema when it takes over, and the app tries again by itself: what is not there to be clicked any more has been done.
    private static async Task TryAgainAsync(IPage page) =>
        await page.Locator("button:text-is('Try again'):not([data-reconnect])").EvaluateAllAsync<object?>("buttons => { buttons[0]?.click(); }");

    private static (string Key, string? Value)[] With(TestDatabase database, params (string Key, string? Value)[] settings) =>
        [.. database.Settings.Select(pair => (pair.Key, pair.Value)).Where(pair => settings.All(setting => setting.Key != pair.Key)), .. settings];
}
