using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>The state file cannot be used, or its disk is full, and questions go on.</summary>
public sealed class StateTroubleTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nlsql trouble ").FullName;

    [Theory]
    [InlineData("folder", "There is a folder in the place of the state file")]
    [InlineData("text", "The state file was damaged.")]
    public async Task State_Unusable_QuestionsGoOnAndEveryPlaceSaysIt(string kind, string expected)
    {
        var state = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "data")).FullName, "state.db");
        if (kind == "folder")
        {
            Directory.CreateDirectory(state);
        }
        else
        {
            await File.WriteAllTextAsync(state, "not a database, a text", TestContext.Current.CancellationToken);
        }

        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        var doctor = await CommandLine.RunAsync([.. demo.Settings, new("DATA_PATH", Path.Combine(folder, "data"))], "doctor");
        await using var app = await RunningApp.StartAsync(folder, settings);
        await app.WaitUntilReadyAsync();

        var answer = await app.PostAsync("api/query", new { question = "how many carriers are there" });
        var follows = await app.PostAsync(
            "api/query", new { question = "how many customers are there", conversationId = answer.Json.GetProperty("conversationId").GetString() });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.Status, follows.Status));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"api/results/{answer.Json.GetProperty("resultId").GetString()}")).Status);
        var ready = await app.GetAsync("readyz");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Contains("Conversations are not kept", ready.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(folder, ready.Body, StringComparison.Ordinal);
        var storage = (await app.GetAsync("api/status")).Json.GetProperty("storage");
        Assert.False(storage.GetProperty("kept").GetBoolean());
        Assert.Contains(expected, storage.GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(7, doctor.Code);
        Assert.Contains("state file", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disk_Full_QuestionsGoOnNoHalfFileStaysAndStatusSaysIt()
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await using var disk = await SmallDisk.MountAsync(data, megabytes: 4);
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        await using (var app = await RunningApp.StartAsync(folder, settings))
        {
            await app.WaitUntilReadyAsync();

            // At the same time: several find the disk full at once.
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
                app.PostAsync("api/run", new { sql = "SELECT i, repeat(md5(i::text), 60) AS x FROM generate_series(1, 1000) i" })));
            foreach (var answer in answers)
            {
                Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
                Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"api/results/{answer.Json.GetProperty("resultId").GetString()}")).Status);
            }

            Assert.Contains("is full", app.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
        }

        var names = Directory.GetFiles(Path.Combine(data, "results")).Select(Path.GetFileName).ToList();
        var endings = names.CountBy(name => Path.GetExtension(name) ?? "").ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal(endings.GetValueOrDefault(".json"), endings.GetValueOrDefault(".rows"));
        Assert.DoesNotContain(".new", endings.Keys);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
