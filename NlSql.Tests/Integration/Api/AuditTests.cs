using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What the audit trail says of a day's work.</summary>
public sealed class AuditTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql audit ").FullName;
    private readonly KeyFile keys = new("ana", "bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trail_DraftEditRunRefusalAndExport_HasEachAndNoRows()
    {
        var demo = await postgres.DemoAsync();
        await using var app = await StartAsync(demo, ("AUDITORS", "bob"));
        using var ana = KeyFile.ClientOf(app, "ana");
        using var bob = KeyFile.ClientOf(app, "bob");
        var draft = await PostAsync(ana, "api/sql", new { question = "how many carriers are there" });
        var turnId = draft.GetProperty("turnId").GetString();
        var run = await PostAsync(ana, "api/run", new { sql = "SELECT 'a-cell' || 'of-rows' AS x", turnId });
        await PostAsync(ana, "api/run", new { sql = "DELETE FROM sales.orders" });
        using (var export = await ana.GetAsync(new Uri($"api/results/{run.GetProperty("resultId").GetString()}/export.csv", UriKind.Relative), Token))
        {
            Assert.Contains("a-cellof-rows", await export.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var hidden = await ana.GetAsync(new Uri("api/audit", UriKind.Relative), Token);
        using var shown = await bob.GetAsync(new Uri("api/audit", UriKind.Relative), Token);
        var text = await shown.Content.ReadAsStringAsync(Token);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(["drafted", "approved", "ended", "refused", "ended", "exported"], lines.Select(line => line.GetProperty("action").GetString()));
        Assert.All(lines, line => Assert.Equal("ana", line.GetProperty("analyst").GetString()));
        Assert.Equal(("waiting", turnId), (Text(lines[0], "outcome"), Text(lines[0], "turn")));
        Assert.True(lines[2].GetProperty("edited").GetBoolean());
        Assert.Equal(("answered", 1), (Text(lines[2], "outcome"), lines[2].GetProperty("rows").GetInt32()));
        Assert.Equal("not-a-query", Text(lines[3], "rule"));
        Assert.Equal(1, lines[5].GetProperty("rows").GetInt32());
        Assert.DoesNotContain("a-cellof-rows", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "data", "audit.jsonl")));

        var printed = await CommandLine.RunAsync([.. demo.Settings, new("DATA_PATH", Path.Combine(folder, "data"))], "audit");
        Assert.Equal((0, text), (printed.Code, printed.Output));
    }

    [Fact]
    public async Task Trail_RowsCountedForATurn_HasItsConversation()
    {
        await using var app = await StartAsync(await postgres.DemoAsync());
        using var ana = KeyFile.ClientOf(app, "ana");
        var draft = await PostAsync(ana, "api/sql", new { question = "how many carriers are there" });
        await PostAsync(ana, "api/waterfall", new { sql = "SELECT 1 FROM sales.stores", turnId = draft.GetProperty("turnId").GetString() });

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "data", "audit.jsonl"), Token);
        var counted = JsonDocument.Parse(lines[^1]).RootElement;

        Assert.Equal("counted", Text(counted, "action"));
        Assert.Equal((Text(draft, "conversationId"), Text(draft, "turnId")), (Text(counted, "conversation"), Text(counted, "turn")));
    }

    [Fact]
    public async Task Trail_Hashes_HasNeitherQuestionNorSql()
    {
        await using var app = await StartAsync(await postgres.DemoAsync(), ("AUDIT_TRAIL", "hashes"));
        using var ana = KeyFile.ClientOf(app, "ana");
        await PostAsync(ana, "api/run", new { sql = "SELECT 'halibut' AS x", question = "which halibut" });

        var text = await File.ReadAllTextAsync(Path.Combine(folder, "data", "audit.jsonl"), Token);

        Assert.Contains("\"sqlHash\":\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("halibut", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        keys.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, path, body, Token);
        return (await ApiAnswer.ReadAsync(response)).Json;
    }

    private async Task<RunningApp> StartAsync(TestDatabase demo, params (string, string?)[] settings)
    {
        var app = await RunningApp.StartAsync(
            folder, [.. demo.Settings.Select(pair => (pair.Key, pair.Value)), ("API_KEYS_FILE", keys.Path), .. settings]);
        await app.WaitUntilReadyAsync();
        return app;
    }
}
