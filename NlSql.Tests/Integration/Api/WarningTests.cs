using System.Net;

namespace NlSql.Tests.Integration.Api;

[Collection(ApiCollection.Name)]
public sealed class WarningTests(ApiFixture api)
{
    private const string Doubled = "SELECT sum(o.total_amount) FROM sales.orders o JOIN sales.order_items i ON i.order_id = o.id";

    [Fact]
    public async Task Run_JoinThatRepeatsRows_AnswersWithAWarning()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new { sql = Doubled });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var warning = Assert.Single(answer.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal("fan-out", warning.GetProperty("rule").GetString());
        Assert.Contains("order_items.order_id", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", warning.GetProperty("fix").GetString());
    }

    [Fact]
    public async Task Draft_OfSqlThatIsTyped_GivesTheFixedStatementAndKeepsItWithTheTurn()
    {
        var app = await api.AppAsync();

        var draft = await app.PostAsync("api/sql", new { question = "SELECT order_number FROM sales.orders LIMIT 3" });

        var warning = Assert.Single(draft.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal("limit-without-order", warning.GetProperty("rule").GetString());
        Assert.Contains("ORDER BY orders.id", warning.GetProperty("sql").GetString(), StringComparison.Ordinal);

        var kept = await app.GetAsync($"api/conversations/{draft.Json.GetProperty("conversationId").GetString()}");
        var version = kept.Json.GetProperty("turns")[0].GetProperty("versions")[0];
        Assert.Equal("limit-without-order", version.GetProperty("warnings")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Run_StatementInOrder_HasNone()
    {
        var app = await api.AppAsync();

        var answer = await app.PostAsync("api/run", new { sql = "SELECT sum(total_amount) FROM sales.orders" });

        Assert.Equal(0, answer.Json.GetProperty("warnings").GetArrayLength());
    }
}
