using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What has been answered is kept, whatever becomes of the process in the next moment.</summary>
public sealed class KilledTests(PostgresFixture postgres) : IDisposable
{
    private const int Clients = 12;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql killed ").FullName;

    [Fact]
    public async Task Query_ProcessIsKilledAmongManyQuestions_EveryAnswerThatWasGivenIsKeptWithItsRows()
    {
        var demo = await postgres.DemoAsync();
        (string, string?)[] settings = [.. demo.Settings.Select(pair => (pair.Key, pair.Value))];
        var answered = new System.Collections.Concurrent.ConcurrentBag<(string Turn, string Conversation, string Result)>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var app = await RunningApp.StartAsync(folder, settings);
        try
        {
            await app.WaitUntilReadyAsync();
            var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskUntilKilledAsync(app, client)));
            var asking = Task.WhenAll(clients);
            await enough.Task.WaitAsync(TestContext.Current.CancellationToken);
            await app.KillAsync();
            await asking;
        }
        finally
        {
            await app.DisposeAsync();
        }

        await using var later = await RunningApp.StartAsync(folder, settings);
        await later.WaitUntilReadyAsync();
        Assert.InRange(answered.Count, Clients, int.MaxValue);
        foreach (var (turn, conversation, result) in answered)
        {
            var kept = await later.GetAsync($"api/conversations/{conversation}");
            Assert.Equal(HttpStatusCode.OK, kept.Status);
            var only = Assert.Single(kept.Json.GetProperty("turns").EnumerateArray());
            Assert.Equal((turn, "answered"), (only.GetProperty("id").GetString(), only.GetProperty("status").GetString()));
            Assert.Equal(HttpStatusCode.OK, (await later.GetAsync($"api/results/{result}")).Status);
        }

        async Task AskUntilKilledAsync(RunningApp app, int client)
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    var answer = await app.PostAsync("query", new { question = $"SELECT {client}, {number}", analyze = false });
                    if (answer.Status == HttpStatusCode.OK)
                    {
                        answered.Add((Text("turnId"), Text("conversationId"), Text("resultId")));
                        if (answered.Count >= Clients)
                        {
                            enough.TrySetResult();
                        }
                    }

                    string Text(string name) => answer.Json.GetProperty(name).GetString()!;
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
