using System.Net;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

[Collection(ApiCollection.Name)]
public sealed class QuestionTests(ApiFixture api)
{
    private const string Answerable = "how many customers are there";

    [Theory]
    [InlineData("api/query")]
    [InlineData("query")]
    public async Task Query_AnswerableQuestion_GivesTheWholeDocument(string path)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync(path, new { question = Answerable, analyze = true });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Superset(
            new HashSet<string> {
                "sql", "generator", "confidence", "columns", "rows", "rowCount", "truncated", "chart", "analysis", "timings", "resultId",
                "conversationId", "turnId"
            },
            answer.Json.EnumerateObject().Select(property => property.Name).ToHashSet());
        Assert.Equal("built-in", answer.Json.GetProperty("generator").GetString());
        Assert.Equal(1, answer.Json.GetProperty("rowCount").GetInt32());
    }

    [Fact]
    public async Task Query_AnyForm_GivesTheReadableSql()
    {
        const string Question = "how many customers are there";
        var app = await api.AppAsync();
        var draft = (await app.PostAsync("api/sql", new { question = Question })).Json;
        var readable = draft.GetProperty("sql").GetString()!;

        var answer = (await app.PostAsync("api/query", new { question = Question })).Json;
        var events = await EventsAsync(app, "api/query", new { question = Question });
        var result = events.Single(item => item.Name == "result").Data;

        Assert.DoesNotContain("pg_catalog.", readable, StringComparison.Ordinal);
        Assert.All([answer, result], given =>
        {
            Assert.Equal(readable, given.GetProperty("sql").GetString());
            Assert.Contains("pg_catalog.", given.GetProperty("executedSql").GetString(), StringComparison.Ordinal);
        });
        Assert.All(
            [draft, answer, events.Single(item => item.Name == "draft").Data.GetProperty("draft")],
            given => Assert.Empty(given.GetProperty("notUnderstood").EnumerateArray()));
    }

    /// <summary>A condition that was said and is not understood is never left out of an answer.</summary>
    [Fact]
    public async Task Query_WordThatIsNotUnderstood_IsDeclinedAndNamedInAnyForm()
    {
        var app = await api.AppAsync();
        const string Question = "number of purple customers";

        var problem = (await app.PostAsync("api/query", new { question = Question })).Json;
        var streamed = await EventsAsync(app, "api/query", new { question = Question });

        Assert.All([problem, streamed.Single(item => item.Name == "failed").Data], given =>
        {
            Assert.False(given.TryGetProperty("sql", out _));
            Assert.Equal(["purple"], given.GetProperty("notUnderstood").EnumerateArray().Select(word => word.GetString()));
        });
    }

    [Fact]
    public async Task Sql_WordThatIsNotUnderstoodAnsweredAllTheSame_IsNamed()
    {
        var app = await api.AppAsync();

        var draft = (await app.PostAsync("api/sql", new { question = "number of purple customers", answerAlways = true })).Json;

        Assert.Contains("customers", draft.GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.Equal(["purple"], draft.GetProperty("notUnderstood").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public async Task Query_Recorded_IsFoundAmongTheConversations()
    {
        var app = await api.AppAsync();
        var id = (await app.PostAsync("api/query", new { question = Answerable })).Json.GetProperty("conversationId").GetString()!;

        var listed = (await app.GetAsync("api/conversations?limit=500")).Json.EnumerateArray()
            .Select(conversation => conversation.GetProperty("id").GetString());
        var turns = (await app.GetAsync($"api/conversations/{id}")).Json.GetProperty("turns");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"api/conversations/{id}");
        var deleted = await app.SendAsync(delete);

        Assert.Contains(id, listed);
        Assert.Equal(Answerable, turns[0].GetProperty("question").GetString());
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal("not-found", (await app.GetAsync($"api/conversations/{id}")).Problem);
    }

    [Fact]
    public async Task Sql_Question_RunsNothing()
    {
        var app = await api.AppAsync();

        var draft = (await app.PostAsync("api/sql", new { question = Answerable })).Json;

        Assert.Equal("accept", draft.GetProperty("verdict").GetProperty("verdict").GetString());
        Assert.False(draft.TryGetProperty("rows", out _));
        Assert.False(draft.TryGetProperty("resultId", out _));
    }

    [Fact]
    public async Task Query_Declined_SaysWhatIsMissing()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/query", new { question = "what is the airspeed velocity of an unladen swallow" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(answer.Problem, (string[])["not-answerable", "clarification-needed"]);
        Assert.True(answer.Json.TryGetProperty("understood", out _));
        Assert.True(answer.Json.GetProperty("missing").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Query_Declined_GivesNearestNamesAndAnExampleThatWorks()
    {
        var app = await api.AppAsync();
        const string Question = "warranty claims of clients per vendor";

        var problem = (await app.PostAsync("api/query", new { question = Question })).Json;
        var streamed = await EventsAsync(app, "api/query", new { question = Question });

        var failed = streamed.Single(item => item.Name == "failed").Data;
        var drafted = streamed.Single(item => item.Name == "draft").Data.GetProperty("draft").GetProperty("declined");
        Assert.All([problem, failed, drafted], given =>
        {
            Assert.Contains("operations.suppliers", given.GetProperty("nearest").GetRawText(), StringComparison.Ordinal);
            Assert.True(given.GetProperty("example").GetString()!.Length > 0);
        });
        var example = await app.PostAsync("api/query", new { question = problem.GetProperty("example").GetString() });
        Assert.Equal(HttpStatusCode.OK, example.Status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "question-empty")]
    [InlineData(" \t\n", HttpStatusCode.BadRequest, "question-empty")]
    public async Task Query_EmptyQuestion_IsTurnedAway(string question, HttpStatusCode status, string problem)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/query", new { question });

        Assert.Equal(problem, answer.Problem);
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("🦊🦊🦊 🧮?")]
    [InlineData("كم عدد الطلبات في كل شهر؟")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(2)>")]
    [InlineData("\u0000\u0007'; DROP TABLE sales.orders; --")]
    [InlineData("\ud800 lone surrogate")]
    public async Task Query_OddQuestion_AnswersOrDeclinesWithoutFault(string question)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/query", new { question });

        Assert.True((int)answer.Status < 500, answer.ToString());
    }

    [Fact]
    public async Task Query_HundredThousandCharacters_IsTurnedAwayOrAnsweredInTime()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/query", new { question = string.Join(' ', Enumerable.Repeat("orders", 100_000 / 7)) });

        Assert.True((int)answer.Status < 500, answer.ToString());
    }

    [Fact]
    public async Task Query_EventStream_EndsWithDone()
    {
        var app = await api.AppAsync();

        var events = await EventsAsync(app, "api/query", new { question = Answerable });

        Assert.Equal("done", events[^1].Name);
        Assert.Equal(
            ["turn", "draft", "verdict", "result"],
            events.Select(item => item.Name).Where(name => name is "turn" or "draft" or "verdict" or "result").Distinct());
        Assert.Equal(1, events.Single(item => item.Name == "result").Data.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Run_EventStreamOfARefusal_EndsWithAProblem()
    {
        var app = await api.AppAsync();

        var events = await EventsAsync(app, "api/run", new { sql = "DELETE FROM sales.orders" });

        Assert.Equal("failed", events[^1].Name);
        Assert.Equal("urn:nlsql:problem:sql-refused", events[^1].Data.GetProperty("type").GetString());
    }

    private static async Task<IReadOnlyList<(string Name, JsonElement Data)>> EventsAsync(RunningApp app, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json")
        };
        request.Headers.Add("Accept", "text/event-stream");
        var answer = await app.SendAsync(request);
        Assert.Equal("text/event-stream", answer.ContentType);
        return [.. answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    // event: verdict
    // data: {...}
    private static (string Name, JsonElement Data) Parse(string block)
    {
        var lines = block.Split('\n');
        return (
            lines.Single(line => line.StartsWith("event: ", StringComparison.Ordinal))[7..],
            JsonDocument.Parse(lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement.Clone());
    }
}
