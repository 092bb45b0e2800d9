using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace NlSql.Tests.Integration.Api;

/// <summary>Bodies that cannot be read are told in the product's words, and every problem says who has to act.</summary>
[Collection(ApiCollection.Name)]
public sealed class UnreadableRequestTests(ApiFixture api)
{
    [Theory]
    [InlineData("{\"question\":\"orders \\ud83d\"}", "not valid Unicode")]
    [InlineData("{\"question\":\"orders \u00ff\"}", "not valid Unicode")]
    [InlineData("{\"question\":5}", "The value of question is of the wrong kind")]
    [InlineData("{\"question\":", "not valid JSON: line 1")]
    [InlineData("7", "must be a JSON object")]
    [InlineData("[1]", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("", "must be a JSON object")]
    public async Task Body_ThatCannotBeRead_IsExplainedWithoutTheFrameworksWords(string body, string words)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/query");
        // One byte a character: \u00ff alone is no UTF-8.
        request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await app.SendAsync(request);

        Assert.Equal("request-malformed", answer.Problem);
        Assert.Contains(words, answer.Json.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NlSql.", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("parameter", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "api/query", """{"question":"orders per month","instruction":"No returns."}""", "field instruction; did you mean instructions?")]
    [InlineData("POST", "query", """{"qestion":"orders per month"}""", "field qestion; did you mean question?")]
    [InlineData("POST", "api/sql", """{"question":"orders per month","stream":true}""", "field stream.")]
    [InlineData("POST", "api/run", """{"sql":"SELECT 1","analyse":true}""", "field analyse; did you mean analyze?")]
    [InlineData("POST", "api/waterfall", """{"sql":"SELECT 1","turn":"x"}""", "There is no field turn")]
    [InlineData("POST", "api/pairs", """{"question":"q","sql":"SELECT 1","share":true}""", "field share; did you mean shared?")]
    [InlineData("PUT", "api/conversations/00000000000000000000000000000000/shared", """{"share":true}""", "field share; did you mean shared?")]
    public async Task Body_WithAFieldThatThereIsNoneOf_IsRefusedWithTheOneThatIsMeant(string method, string path, string body, string words)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await app.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "field-unknown"), (answer.Status, answer.Problem));
        Assert.Contains(words, answer.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("The fields are ", answer.Json.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", answer.Json.GetProperty("advice").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("POST", "api/run", "application/json")]
    [InlineData("GET", "api/nothing", null)]
    [InlineData("PUT", "api/run", "application/json")]
    [InlineData("POST", "api/run", "text/plain")]
    public async Task Problem_OfTheHost_NamesThePartyAndWhetherARetryHelps(string method, string path, string? contentType)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = contentType is null ? null : new StringContent("{", Encoding.UTF8, contentType);

        var problem = (await app.SendAsync(request)).Json;

        Assert.Equal("caller", problem.GetProperty("party").GetString());
        Assert.False(problem.GetProperty("transient").GetBoolean());
    }
}
