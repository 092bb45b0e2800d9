using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

[Collection(ApiCollection.Name)]
public sealed class WaterfallTests(ApiFixture api)
{
    private const string Sql = """
        SELECT c.segment, sum(o.total_amount) FROM sales.customers c JOIN sales.orders o ON o.customer_id = c.id
        JOIN sales.order_items i ON i.order_id = o.id WHERE o.status = 'paid' AND o.total_amount < 0 GROUP BY 1
        """;

    [Fact]
    public async Task Waterfall_OfAJoin_CountsAndMarksEachStep()
    {
        var app = await api.AppAsync();
        var demo = await api.DemoAsync();

        var answer = await app.PostAsync("api/waterfall", new { sql = Sql });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var steps = answer.Json.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(["table", "join", "join", "filter", "filter", "group"], steps.Select(step => step.GetProperty("kind").GetString()));
        Assert.Equal(
            await CountsAsync(demo, "sales.customers", "sales.orders", "sales.order_items"), steps.Take(3).Select(step => step.GetProperty("rows").GetInt64()));
        Assert.Equal(0, steps[4].GetProperty("rows").GetInt64());
        Assert.Equal(["none", "multiplied", "multiplied", "none", "emptied"], steps.Take(5).Select(step => step.GetProperty("effect").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("failure").ValueKind);
    }

    [Fact]
    public async Task Waterfall_AsEvents_TellsEachStep()
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/waterfall");
        request.Content = JsonContent.Create(new { sql = "SELECT 1 FROM sales.stores WHERE id > 3" });
        request.Headers.Accept.ParseAdd("text/event-stream");

        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var events = text.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]);
        Assert.Equal(["steps", "steps", "steps", "done"], events);
    }

    [Theory]
    [InlineData("DELETE FROM sales.orders", "sql-refused")]
    [InlineData("SELECT 1", "not-answerable")]
    [InlineData("", "sql-syntax")]
    public async Task Waterfall_OfWhatCannotBeCounted_IsAProblem(string sql, string problem)
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/waterfall", new { sql });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(problem, answer.Problem);
    }

    [Fact]
    public async Task Waterfall_StepThatFails_KeepsWhatWasCounted()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/waterfall", new { sql = "SELECT 1 FROM sales.stores s WHERE s.id > 0 AND s.no_such = 1" });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("database-error", answer.Json.GetProperty("failure").GetProperty("type").GetString());
        var rows = answer.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("rows").ValueKind).ToList();
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Number, JsonValueKind.Null], rows);
    }

    private static async Task<List<long>> CountsAsync(TestDatabase demo, params string[] tables)
    {
        List<long> counts = [];
        foreach (var table in tables)
        {
            await using var command = demo.Reader.CreateCommand($"SELECT count(*) FROM {table}");
            counts.Add((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        return counts;
    }
}
