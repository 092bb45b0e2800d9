using System.Net.Http.Json;
using System.Text.Json;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>A model's statement into which the schema joined another table says so wherever it is read: it may answer something else.</summary>
public sealed class MendedStatementTests(PostgresFixture postgres) : IDisposable
{
    private const string Question = "Boats by town";
    private const string Clause = "harbours was joined in for town";
    private const string Sentence = $"Look whether this is what was meant: {Clause}.";

    private const string Schema = """
        CREATE TABLE harbours (id int PRIMARY KEY, town text NOT NULL);
        CREATE TABLE boats (id int PRIMARY KEY, title text NOT NULL, harbour_id int REFERENCES harbours (id));
        INSERT INTO harbours VALUES (1, 'Kiel'), (2, 'Rostock'); INSERT INTO boats VALUES (1, 'a', 1), (2, 'b', 2);
        GRANT USAGE ON SCHEMA public TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql_reader; ANALYZE;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-mended-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_TableJoinedIn_IsMarkedInDraftAnswerAndStream()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var model = await ModelAsync();
        await using var app = await RunningApp.StartReadyAsync(database, [.. Of(model)]);

        var draft = (await app.PostAsync("api/sql", new { question = Question })).Json;
        var answer = (await app.PostAsync("api/query", new { question = Question })).Json;
        var streamed = await StreamedDraftAsync(app);

        Assert.All([draft, answer, streamed], given =>
        {
            var correction = Assert.Single(Assert.Single(given.GetProperty("changes").EnumerateArray()).GetProperty("corrections").EnumerateArray());
            Assert.Equal((Clause, true), (correction.GetProperty("clause").GetString(), correction.GetProperty("changesMeaning").GetBoolean()));
        });
        Assert.All(
            [draft, answer, streamed.GetProperty("draft")],
            given => Assert.Contains(Sentence, given.GetProperty("notes").GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task CommandLine_TableJoinedIn_IsMarkedInAskAndInTheBatch()
    {
        await using var database = await postgres.CreateAsync(Schema, Token);
        await using var model = await ModelAsync();
        Dictionary<string, string?> settings = new(database.Settings, StringComparer.Ordinal);
        foreach (var (key, value) in Of(model))
        {
            settings[key] = value;
        }

        var asked = await CommandLine.RunAsync(settings, "sql", Question);
        var (input, output) = (Path.Combine(folder, "in.jsonl"), Path.Combine(folder, "out.jsonl"));
        await File.WriteAllTextAsync(input, JsonSerializer.Serialize(new { id = 1, question = Question }), Token);
        var batch = await CommandLine.RunAsync(settings, "sql", "--jsonl", input, "--out", output);

        Assert.True(asked.Code == 0 && batch.Code == 0, asked.Error + batch.Error);
        Assert.Contains($"{Clause} (may change what is answered)", asked.Error, StringComparison.Ordinal);
        var line = JsonDocument.Parse(await File.ReadAllTextAsync(output, Token)).RootElement;
        Assert.Contains(Sentence, line.GetProperty("notes").GetRawText(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task<ScriptedModel> ModelAsync() => ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT town, count(*) FROM boats GROUP BY town"));

    private static IEnumerable<(string Key, string? Value)> Of(ScriptedModel model) =>
        [("LLM_API_URL", model.Url.ToString()), ("LLM_MODEL_NAME", "scripted")];

    private static async Task<JsonElement> StreamedDraftAsync(RunningApp app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/sql") { Content = JsonContent.Create(new { question = Question }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await app.Http.SendAsync(request, Token);
        var lines = (await response.Content.ReadAsStringAsync(Token)).Split('\n');
        var data = lines[Array.IndexOf(lines, "event: draft") + 1];
        return JsonDocument.Parse(data[(data.IndexOf(':', StringComparison.Ordinal) + 1)..]).RootElement;
    }
}
