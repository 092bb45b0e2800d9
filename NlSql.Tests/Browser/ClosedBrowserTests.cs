using NlSql.Tests.Fakes;

namespace NlSql.Tests.Browser;

/// <summary>Whoever closes the browser waits for nothing any more, and neither may the database compute for them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ClosedBrowserTests(BrowserFixture browser, PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Browser_ClosedDuringARun_EndsTheStatementAtTheServer()
    {
        await using var database = await postgres.CreateAsync("CREATE TABLE things (id int); GRANT SELECT ON things TO nlsql_reader", Token);
        await using var app = await RunningApp.StartReadyAsync(database, ("STATEMENT_TIMEOUT_MS", "3600000"), ("MAX_PLAN_COST", "1e12"));
        await using (var open = await browser.OpenAtAsync(app.Address))
        {
            await open.AskAsync("SELECT count(*) FROM generate_series(1, 20000000000)");
            await open.Page.ClickAsync("button.run:not([disabled])");
            await UntilAsync(database, isRunning: true);
        }

        // After the time that a reload or a short loss of the network may take; left to itself it would run for its hour.
        await UntilAsync(database, isRunning: false);
    }

    private static async Task UntilAsync(TestDatabase database, bool isRunning)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var command = database.Owner.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%generate_series%' AND query NOT LIKE 'EXPLAIN%' AND state = 'active' AND pid <> pg_backend_pid()
            """);
        while (((long)(await command.ExecuteScalarAsync(Token))! > 0) != isRunning)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }
}
