using System.Text.Json;
using NlSql.Core.Turns.Evaluation.Batch;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Turns.Evaluation.Batch;

public sealed class SearchBatchTests : IDisposable
{
    private const string CatalogLines = """
        {"db":"a","table":"sales.orders","column":"order_id","type":"integer","ignored":1}
        {"db":"a","table":"sales.orders","column":"total","type":"numeric(10,2)","label":"Amount","comment":null,"table_comment":"What was bought"}
        {"db":"a","table":"public.people","column":"name","type":"text"}
        {"db":"b","table":"Odd \"Name\".x.y","column":"a.b","type":null}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-batch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Run_Catalog_AnswersEveryLineWithNamesAsInTheFile()
    {
        var answers = await RunAsync("""
            {"id":"1","question":"total of orders","db":"a","gold_sql":["select 1"]}
            {"id":2,"question":"odd names","db":"b"}
            """);

        Assert.Equal(["sales.orders", "public.people"], Texts(answers[0], "tables"));
        Assert.Equal("sales.orders.total", Texts(answers[0], "columns")[0]);
        Assert.Equal("1", answers[0].GetProperty("id").GetString());
        Assert.Equal(2, answers[1].GetProperty("id").GetInt32());
        Assert.Equal(["Odd \"Name\".x.y.a.b"], Texts(answers[1], "columns"));
        Assert.All(answers, static a => Assert.False(a.TryGetProperty("error", out _)));
        Assert.All(answers, static a => Assert.True(a.GetProperty("ms").GetDouble() >= 0));
    }

    [Theory]
    [InlineData("""{"id":"x","question":"q","db":"unknown"}""")]
    [InlineData("""{"id":"x","question":null,"db":"a"}""")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("not json")]
    [InlineData("[1]")]
    public async Task Run_LineThatFails_GivesEmptyListsAndAnError(string line)
    {
        var answer = Assert.Single(await RunAsync(line));

        Assert.Empty(Texts(answer, "tables"));
        Assert.Empty(Texts(answer, "columns"));
        Assert.NotEmpty(answer.GetProperty("error").GetString()!);
    }

    /// <summary>Anything may break under one line; the others still get their answers.</summary>
    [Fact]
    public async Task Run_UnexpectedFailureUnderOneDatabase_CostsItsLinesOnly()
    {
        var (input, output) = (new FileInfo(Path.Combine(folder, "in")), new FileInfo(Path.Combine(folder, "new", "out")));
        await File.WriteAllTextAsync(input.FullName, """
            {"id":1,"question":"x","db":"broken"}
            {"id":2,"question":"total","db":"a"}
            {"id":3,"question":"x","db":"broken"}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "catalog"), CatalogLines, TestContext.Current.CancellationToken);
        var factory = RetrievalParts.Factory(folder);
        using var index = await factory.OpenInMemoryAsync(
            (await CatalogFile.ReadAsync(Path.Combine(folder, "catalog"), TimeProvider.System, TestContext.Current.CancellationToken))["a"],
            TestContext.Current.CancellationToken);

        await new SearchBatch(factory, TimeProvider.System).RunAsync(
            input, output, (name, _) => name == "broken"
                ? throw new InvalidOperationException("Something else broke.")
                : Task.FromResult(index), TestContext.Current.CancellationToken);

        var answers = (await File.ReadAllLinesAsync(output.FullName, TestContext.Current.CancellationToken))
            .Select(static l => JsonSerializer.Deserialize<JsonElement>(l))
            .ToDictionary(static a => a.GetProperty("id").GetInt32());
        Assert.NotEmpty(Texts(answers[2], "tables"));
        Assert.Equal("Something else broke.", answers[1].GetProperty("error").GetString());
        Assert.Equal("Something else broke.", answers[3].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Run_DamagedCatalog_NamesTheLine()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync("{}", "{\"db\":\"a\",\"table\":\"t\"}\n{oops"));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ManyTables_GivesAtLeastTwenty()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 60).Select(static i => $$"""{"db":"a","table":"t{{i}}","column":"c{{i}}","type":"text"}"""));
        var answer = Assert.Single(await RunAsync("""{"id":"1","question":"anything","db":"a"}""", lines));

        Assert.True(Texts(answer, "tables").Count >= 20);
    }

    private async Task<List<JsonElement>> RunAsync(string input, string catalog = CatalogLines)
    {
        var (inPath, outPath, catalogPath) = (Path.Combine(folder, "in"), Path.Combine(folder, "out"), Path.Combine(folder, "catalog"));
        await File.WriteAllTextAsync(inPath, input);
        await File.WriteAllTextAsync(catalogPath, catalog);
        await new SearchBatch(
            RetrievalParts.Factory(folder),
            TimeProvider.System).RunAsync(new FileInfo(inPath), new FileInfo(outPath), catalogPath, CancellationToken.None);
        return [.. (await File.ReadAllLinesAsync(outPath)).Select(static l => JsonSerializer.Deserialize<JsonElement>(l))];
    }

    private static List<string> Texts(JsonElement answer, string key) => [.. answer.GetProperty(key).EnumerateArray().Select(static e => e.GetString()!)];
}
