using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

[Collection(ApiCollection.Name)]
public sealed class ConversationTests(ApiFixture api)
{
    private const string Slow = "SELECT count(*) FROM generate_series(1, 20000000)";

    [Fact]
    public async Task Sql_ManyAtOnceInOneConversation_EachHasItsOwnPlace()
    {
        var app = await api.AppAsync();
        var id = await BeginAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => app.PostAsync("api/sql", new { question = "how many stores are there", conversationId = id })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var turns = (await app.GetAsync($"api/conversations/{id}")).Json.GetProperty("turns").EnumerateArray();
        Assert.Equal(Enumerable.Range(0, 9), turns.Select(turn => turn.GetProperty("ordinal").GetInt32()));
    }

    [Fact]
    public async Task Delete_WhileAStatementRuns_NothingComesBack()
    {
        var app = await api.AppAsync();
        var id = await BeginAsync(app);
        var running = app.PostAsync("api/run", new { sql = Slow, conversationId = id });
        await WaitForAsync(app, id, "running");

        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"api/conversations/{id}");
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(delete)).Status);
        var ran = await running;

        Assert.Equal(HttpStatusCode.OK, ran.Status);
        Assert.Equal("not-found", (await app.GetAsync($"api/conversations/{id}")).Problem);
        var listed = (await app.GetAsync("api/conversations?limit=500")).Json.EnumerateArray()
            .Select(conversation => conversation.GetProperty("id").GetString());
        Assert.DoesNotContain(id, listed);
        Assert.Empty(Directory.GetFiles(app.Folder, $"{ran.Json.GetProperty("resultId").GetString()}.*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Query_ByAProgram_IsKeptAsItsOwnAndNotAsAnEdit()
    {
        var app = await api.AppAsync();
        var id = (await app.PostAsync("api/query", new { question = "how many stores are there" })).Json.GetProperty("conversationId").GetString()!;
        await app.PostAsync("api/run", new { sql = "SELECT 1 AS one", conversationId = id });

        var turns = (await app.GetAsync($"api/conversations/{id}")).Json.GetProperty("turns");

        Assert.All(turns.EnumerateArray(), turn => Assert.Equal("api", turn.GetProperty("origin").GetString()));
        Assert.Equal(["built-in"], Authors(turns[0]));
        Assert.Equal(["caller"], Authors(turns[1]));
    }

    private static IEnumerable<string?> Authors(JsonElement turn) =>
        turn.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("author").GetString());

    private static async Task<string> BeginAsync(RunningApp app) =>
        (await app.PostAsync("api/sql", new { question = "how many stores are there" })).Json.GetProperty("conversationId").GetString()!;

    private static async Task WaitForAsync(RunningApp app, string id, string status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await app.GetAsync($"api/conversations/{id}")).Json.GetProperty("turns")
            .EnumerateArray()
            .Any(turn => turn.GetProperty("status").GetString() == status))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
