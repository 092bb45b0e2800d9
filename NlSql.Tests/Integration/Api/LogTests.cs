using System.Globalization;
using System.Text.Json;
using NlSql.Core.Foundation.Settings;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What a collector gets to read with LOG_FORMAT=json.</summary>
public sealed class LogTests(PostgresFixture postgres)
{
    private const string Secret = "halibut_of_the_north";

    [Fact]
    public async Task Json_WholeLife_IsOneObjectALineWithTimeVersionRequestsAndTheEnd()
    {
        var began = TimeProvider.System.GetUtcNow();
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("LOG_FORMAT", "json"));
        await app.PostAsync("api/run", new { sql = $"SELECT '{Secret}' AS x" });
        await app.GetAsync($"api/search?q={Secret}");
        await app.InterruptAsync();

        var lines = app.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.All(lines, line => Assert.InRange(Time(line), began.AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1)));
        var messages = lines.Select(line => line.GetProperty("Message").GetString()!).ToList();
        Assert.Contains(messages, message => message.StartsWith($"NlSql {ProductVersion.Current} has started", StringComparison.Ordinal));
        var run = Assert.Single(messages, message => message.StartsWith("POST /api/run 200 in ", StringComparison.Ordinal));
        Assert.EndsWith("for local", run, StringComparison.Ordinal);
        Assert.Contains(messages, message => message.StartsWith("GET /api/search 200 in ", StringComparison.Ordinal));
        Assert.Contains("NlSql has stopped", messages);
        Assert.DoesNotContain(Secret, app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_QuestionInAnAddress_IsNotLogged()
    {
        await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("LOG_LEVEL", "Debug"));

        await app.GetAsync($"api/search?q={Secret}");
        await app.PostAsync("api/query", new { question = $"how many {Secret} are there" });
        await app.InterruptAsync();

        Assert.Contains("GET /api/search 200", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, app.Output, StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(JsonElement line) => DateTimeOffset.ParseExact(
        line.GetProperty("Timestamp").GetString()!, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
