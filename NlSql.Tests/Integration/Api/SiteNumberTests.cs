using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>number_format and currency of SITE_FILE through the whole product: prose for people has them, what programs read has not.</summary>
public sealed class SiteNumberTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TABLE sales (country text PRIMARY KEY, revenue numeric(12,2) NOT NULL);
        INSERT INTO sales VALUES ('France', 1234.56), ('Spain', 1000.50), ('Italy', 200.25);
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    [Fact]
    public async Task Run_WithTheKeysSet_ProseHasThemAndRowsAndFilesStayPlain()
    {
        var token = TestContext.Current.CancellationToken;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "number_format: 1.234,56\ncurrency: EUR\n", token);
            await using var database = await postgres.CreateAsync(Tables, token);
            await using var app = await RunningApp.StartReadyAsync(database, ("SITE_FILE", file));

            var answer = (await app.PostAsync("api/run", new { sql = "SELECT country, revenue FROM sales ORDER BY revenue DESC", analyze = true })).Json;
            var csv = (await app.GetAsync($"api/results/{answer.GetProperty("resultId").GetString()}/export.csv")).Body;

            Assert.Contains("1.234,56\u00a0EUR", answer.GetProperty("analysis").GetProperty("markdown").GetString(), StringComparison.Ordinal);
            Assert.Equal("1234.56", answer.GetProperty("rows")[0][1].GetString());
            Assert.Contains("France,1234.56", csv, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
