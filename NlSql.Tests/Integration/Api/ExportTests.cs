using System.Net;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>An export that fails half way is never taken for a whole file.</summary>
[Collection(ApiCollection.Name)]
public sealed class ExportTests(ApiFixture api)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Export_FailingBeforeItsFirstBytesAreSent_IsAProblemAndNothingElse(string format)
    {
        var app = await api.AppAsync();

        var answer = await app.GetAsync($"api/results/{await FailingLaterAsync(app, "g")}/export.{format}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("database-error", answer.Problem);
        Assert.Equal("22012", answer.Json.GetProperty("sqlState").GetString());
        Assert.DoesNotContain("Content-Disposition", answer.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task Export_FailingOnceItIsUnderWay_BreaksTheDownload(string format)
    {
        var app = await api.AppAsync();

        // 320 characters a row that no compression halves twice: more than is held back in any format.
        var id = await FailingLaterAsync(app, "(SELECT string_agg(md5((g * 100 + i)::text), '') FROM generate_series(1, 10) i)");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.GetAsync($"api/results/{id}/export.{format}"));
    }

    /// <summary>The id of a result whose statement divides by zero at row 1,500, behind the rows that the view reads.</summary>
    private static async Task<string> FailingLaterAsync(RunningApp app, string column)
    {
        var answer = await app.PostAsync("api/run", new { sql = $"SELECT {column} AS a, 1 / (1500 - g) AS b FROM generate_series(1, 2500) g" });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.GetProperty("resultId").GetString()!;
    }
}
