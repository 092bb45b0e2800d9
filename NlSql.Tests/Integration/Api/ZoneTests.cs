using System.Globalization;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>TIME_ZONE through the whole product: questions, rows and exports go by one clock.</summary>
public sealed class ZoneTests(PostgresFixture postgres)
{
    private const string Tables = """
        CREATE TABLE orders (id int PRIMARY KEY, ordered_at timestamptz NOT NULL, total numeric(10,2) NOT NULL);
        INSERT INTO orders SELECT n, TIMESTAMPTZ '2024-06-29 00:30+00' + n * INTERVAL '1 hour', n FROM generate_series(0, 40) n;
        CREATE TABLE invoices (id int PRIMARY KEY, issued_on date NOT NULL, amount numeric(10,2) NOT NULL);
        INSERT INTO invoices SELECT n, DATE '2024-01-01' + n, n FROM generate_series(0, 365) n;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    /// <summary>Of those orders so many lie on 30 June in UTC.</summary>
    private const int UtcCount = 17;

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Europe/Berlin")]
    public async Task Ask_InAZone_DayRowsAndFilesAgree(string zone)
    {
        await using var database = await postgres.CreateAsync(Tables, TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartReadyAsync(database, ("TIME_ZONE", zone));

        var day = (await app.PostAsync("api/query", new { question = "number of orders on 2024-06-30" })).Json;
        var all = (await app.PostAsync("api/run", new { sql = "SELECT id, ordered_at FROM orders ORDER BY id" })).Json;
        var times = Rows(all).Select(row => row[1].GetString()!).ToList();
        var csv =
            (await app.GetAsync($"api/results/{all.GetProperty("resultId").GetString()}/export.csv")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var months = (await app.PostAsync("api/query", new { question = "number of invoices issued by month in 2024" })).Json;

        var counted = times.Count(time => time.StartsWith("2024-06-30T", StringComparison.Ordinal));
        Assert.Equal(counted.ToString(CultureInfo.InvariantCulture), Rows(day).Single()[0].GetString());
        Assert.NotEqual(UtcCount, counted);
        Assert.Equal(times.Select(text => text.Replace('T', ' ')[..19]), csv.Skip(1).Select(line => line.Split(',')[1][..19]));
        Assert.Equal(
            Enumerable.Range(1, 12).Select(month => new DateOnly(2024, month, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            Rows(months).Select(row => row[0].GetString()!));
    }

    [Fact]
    public async Task Doctor_UnknownZone_SaysSoInOneLine()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings.Append(new("TIME_ZONE", "Mars/Base")), "doctor");

        Assert.Equal(2, result.Code);
        Assert.Single(result.Output.Split('\n'), line => line.Contains("TIME_ZONE 'Mars/Base' is not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_KnownZone_NamesItAndWhereItIsSet()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings.Append(new("TIME_ZONE", "Asia/Tokyo")), "doctor");

        Assert.Contains("days begin in Asia/Tokyo (TIME_ZONE)", result.Output, StringComparison.Ordinal);
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement answer) => answer.GetProperty("rows").EnumerateArray();
}
