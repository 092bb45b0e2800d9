using System.Net;
using System.Text.Json;

namespace NlSql.Tests.Integration.Api;

/// <summary>Requests that name a turn: it is worked on by one at a time, and belongs to one conversation.</summary>
[Collection(ApiCollection.Name)]
public sealed class OneTurnTests(ApiFixture api)
{
    [Fact]
    public async Task Run_OneTurnManyTimesAtOnce_KeepsAVersionOfEachThatRan()
    {
        var app = await api.AppAsync();
        var turn = (await app.PostAsync("api/sql", new { question = "how many stores are there" })).Json.GetProperty("turnId").GetString()!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => app.PostAsync("api/run", new { sql = $"SELECT count(*) + {i} AS n FROM generate_series(1, 2000000)", turnId = turn })));

        var ran = Enumerable.Range(0, 6).Where(i => answers[i].Status == HttpStatusCode.OK).ToList();
        Assert.NotEmpty(ran);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer =>
        {
            Assert.Equal((HttpStatusCode.Conflict, "turn-busy"), (answer.Status, answer.Problem));
            Assert.True(answer.Json.GetProperty("transient").GetBoolean());
            Assert.Contains("already", answer.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        });
        var conversation = answers[ran[0]].Json.GetProperty("conversationId").GetString();
        var kept = (await app.GetAsync($"api/conversations/{conversation}")).Json.GetProperty("turns")[0].GetProperty("versions");
        var texts = kept.EnumerateArray().Select(version => version.GetProperty("sql").GetString()!).ToList();
        Assert.All(ran, i => Assert.Single(texts, text => text.Contains($"+ {i} ", StringComparison.Ordinal)));
        Assert.Equal(ran.Count + 1, texts.Count);
    }

    [Fact]
    public async Task Run_TurnOfAnotherConversation_IsTurnedAway()
    {
        var app = await api.AppAsync();
        var (one, other) = (await BeginAsync(app), await BeginAsync(app));

        var answer = await app.PostAsync("api/run", new { sql = "SELECT 1 AS one", turnId = Id(one, "turnId"), conversationId = Id(other, "conversationId") });
        var together = await app.PostAsync("api/run", new { sql = "SELECT 1 AS one", turnId = Id(one, "turnId"), conversationId = Id(one, "conversationId") });

        Assert.Equal((HttpStatusCode.BadRequest, "ids-disagree"), (answer.Status, answer.Problem));
        Assert.Contains("does not belong", answer.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, together.Status);

        static string Id(JsonElement begun, string name) => begun.GetProperty(name).GetString()!;
    }

    private static async Task<JsonElement> BeginAsync(Fakes.RunningApp app) =>
        (await app.PostAsync("api/sql", new { question = "how many stores are there" })).Json;
}
