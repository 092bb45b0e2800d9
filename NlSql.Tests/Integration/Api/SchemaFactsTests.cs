using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>What is read from a real catalog and its statistics, with and without what the site says.</summary>
public sealed class SchemaFactsTests(PostgresFixture postgres)
{
    private const string Tables =
        """
        CREATE TABLE sailor (no int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, born date, retired smallint NOT NULL);
        CREATE TABLE post_held (sailor_no int REFERENCES sailor, post text, from_date date, to_date date NOT NULL, PRIMARY KEY (sailor_no, from_date));
        INSERT INTO sailor SELECT g, 'A' || g, 'B' || g, '1980-01-01', g % 2 FROM generate_series(1, 100) g;
        INSERT INTO post_held SELECT g, 'mate', '2001-01-01', '2004-12-31' FROM generate_series(1, 100) g;
        INSERT INTO post_held SELECT g, 'master', '2005-01-01', '9999-12-31' FROM generate_series(1, 100) g;
        ANALYZE sailor; ANALYZE post_held;
        GRANT SELECT ON sailor, post_held TO nlsql_reader; GRANT USAGE ON SCHEMA public TO nlsql_reader
        """;

    [Fact]
    public async Task Schema_TellsFactsWithTheirEvidence()
    {
        await using var database = await postgres.CreateAsync(Tables, CancellationToken.None);
        await using var app = await RunningApp.StartReadyAsync(database);

        var schema = (await app.GetAsync("api/schema")).Json;

        Assert.Contains("9999-12-31", Evidence(Table(schema, "post_held"), "history"), StringComparison.Ordinal);
        Assert.Contains("1 and 0", Evidence(Column(schema, "sailor", "retired"), "flag"), StringComparison.Ordinal);
        Assert.Contains("first_name and last_name", Evidence(Column(schema, "sailor", "last_name"), "name"), StringComparison.Ordinal);
        Assert.Contains("born", Evidence(Column(schema, "sailor", "born"), "date"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_SiteFile_Wins()
    {
        await using var database = await postgres.CreateAsync(Tables, CancellationToken.None);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "facts: {not_histories: [post_held], not_flags: [sailor.retired]}", TestContext.Current.CancellationToken);
            await using var app = await RunningApp.StartReadyAsync(database, ("SITE_FILE", file));

            var schema = (await app.GetAsync("api/schema")).Json;

            Assert.DoesNotContain("history", Kinds(Table(schema, "post_held")));
            Assert.Contains("duration", Kinds(Table(schema, "post_held")));
            Assert.DoesNotContain("flag", Kinds(Column(schema, "sailor", "retired")));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonElement Table(JsonElement schema, string name) =>
        schema.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == name);

    private static JsonElement Column(JsonElement schema, string table, string name) =>
        Table(schema, table).GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    private static IEnumerable<string?> Kinds(JsonElement of) => of.GetProperty("facts").EnumerateArray().Select(f => f.GetProperty("kind").GetString());

    private static string Evidence(JsonElement of, string kind) =>
        of.GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("kind").GetString() == kind).GetProperty("evidence").GetString()!;
}
