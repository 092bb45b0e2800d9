using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Core.Turns.Workspace;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>Turns that go through a file and are played again, on a real database with a scripted model behind real HTTP.</summary>
public sealed class ReplayTests(PostgresFixture postgres) : ReplayingProduct(postgres)
{
    [Fact]
    public async Task Play_NothingChanged_IsTheSameAtEveryStageWithoutTheModel()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers, withRows: true);
        using var refusing = ScriptedModel.Refusing();

        var report = await PlayAsync(database, refusing.Url);

        Assert.Empty(report.Stages.Where(stage => stage.Outcome != ReplayOutcome.Same).SelectMany(stage => stage.Sentences));
        Assert.Equal(
            ["settings", "schema", "tables", "values", "prompt 1", "mending 1", "prompt 2", "mending 2", "votes", "draft", "verdict", "estimate", "rows"],
            report.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public async Task Export_RepairedAndMendedTurn_HoldsPromptsAnswersStepsAndRows()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers, withRows: true);

        var pack = ReplayPackFile.Read(PackPath);

        var calls = pack.Trace!.Exchanges;
        Assert.Equal(Answers.OfType<ScriptedModelAnswer.Text>().Select(answer => answer.Content), calls.Select(call => call.Answer));
        Assert.Contains("Boats by town", calls[0].Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal("assistant", calls[1].Messages[0].Role);
        Assert.Contains("nosuch(id)", calls[1].Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("nosuch", calls[0].Step!.Fault, StringComparison.Ordinal);
        Assert.Contains(calls[1].Step!.Corrections, correction => correction is { ChangesMeaning: true, Clause: "harbours was joined in for town" });
        Assert.Equal((0f, 1_500, "scripted"), (calls[0].Temperature, calls[0].MaxTokens, calls[0].Model));
        Assert.Equal(64, calls[0].TemplateHash.Length);
        Assert.Contains(pack.Trace.Tables, table => table.Name == "boats" && table.Columns.Contains("harbour_id integer"));
        Assert.Equal(64, pack.Trace.CatalogHash!.Length);
        Assert.NotNull(Assert.Single(pack.Turn.Versions).Estimate);
        Assert.Equal(["Kiel | 4", "Rostock | 5"], pack.Result!.Rows!.Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal));
        Assert.Contains("Execution", pack.Turn.Timings.Keys);
    }

    [Fact]
    public async Task Play_TableChanged_NamesTheColumnFirst()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers, withRows: true);
        await database.ExecuteAsync("ALTER TABLE boats ADD COLUMN berths int; DELETE FROM boats WHERE id = 9; ANALYZE");

        var report = await PlayAsync(database, url: null);

        Assert.Equal("schema", report.First!.Name);
        Assert.Equal("The schema is another: the columns of boats have come to include berths integer.", report.First.Sentences[0]);
        var prompt = report.Stages.Single(stage => stage.Name == "prompt 1");
        Assert.StartsWith("The system message differs from line ", prompt.Sentences[0], StringComparison.Ordinal);
        Assert.Equal("A row was \"Rostock | 5\" and is \"Rostock | 4\".", Assert.Single(report.Stages[^1].Sentences));
    }

    [Fact]
    public async Task Play_OtherSettings_AreTheFirstDifference()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers);

        var report = await PlayAsync(database, url: null, ("LLM_REPAIRS", "0"));

        Assert.Equal(["LLM_REPAIRS was \"3\" and is \"0\"."], report.First!.Sentences);
        Assert.Equal("How often the model is asked was \"2\" and is \"1\".", Assert.Single(report.Stages, stage => stage.Name == "calls").Sentences[0]);
        Assert.Contains("built-in", report.Stages.Single(stage => stage.Name == "draft").Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_ModelAskedAnew_ComparesItsAnswers()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers);
        await using var other = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT count(*) FROM boats"));

        var report = await PlayAsync(database, other.Url, ask: true);

        Assert.Equal("answer 1", report.First!.Name);
        Assert.Single(other.Requests);
    }

    [Fact]
    public async Task Play_ModelThatFailed_FailsAgainAndTheTranslatorWrites()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "How many boats are there?", [ScriptedModelAnswer.Unauthorized]);

        var report = await PlayAsync(database, url: null);

        Assert.Equal("built-in", ReplayPackFile.Read(PackPath).Turn.Draft!.Generator);
        Assert.Empty(report.Stages.Where(stage => stage.Outcome == ReplayOutcome.Differs).SelectMany(stage => stage.Sentences));
    }

    [Fact]
    public async Task Play_AnotherDay_IsTheTurnsDay()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers);
        var text = await File.ReadAllTextAsync(PackPath, Token);
        var day = ReplayPackFile.Read(PackPath).Trace!.Settings.Today;
        await File.WriteAllTextAsync(PackPath, text.Replace(day, "2021-03-04", StringComparison.Ordinal), Token);

        var report = await PlayAsync(database, url: null);

        Assert.Empty(report.Stages.Where(stage => stage.Outcome == ReplayOutcome.Differs).SelectMany(stage => stage.Sentences));
    }

    [Fact]
    public async Task Export_SecretsAndPersonalValues_AreNowhereInThePack()
    {
        await using var database = await CreateAsync();
        ScriptedModelAnswer[] answers = [new ScriptedModelAnswer.Text($"Your key {Key} is fine.\n```sql\nSELECT email FROM skippers\n```\n")];
        const string Question = "Addresses of skippers; Host=db;Username=ana;Password=planted-word and postgres://ana:planted-pass@db/x";

        await RecordAsync(database, Question, answers, withRows: true);

        var text = await File.ReadAllTextAsync(PackPath, Token);
        string[] planted = [Key, Email, database.ReaderPassword, "planted-word", "planted-pass"];
        Assert.All(planted, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        var pack = ReplayPackFile.Read(PackPath);
        Assert.Null(pack.Result!.Rows);
        Assert.StartsWith("A personal column", pack.Result.WithoutRows, StringComparison.Ordinal);
        Assert.Contains("Your key (left out) is fine.", pack.Trace!.Exchanges[0].Answer, StringComparison.Ordinal);
        Assert.Contains("Username=ana;Password=(left out)", pack.Turn.Question, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_StatementThatFailedAtAPersonalValue_LeavesTheDatabasesWordsOut()
    {
        await using var database = await CreateAsync();

        await RecordAsync(database, "Addresses as numbers", [ScriptedModelAnswer.Sql("SELECT email::int FROM skippers")]);

        Assert.DoesNotContain(Email, await File.ReadAllTextAsync(PackPath, Token), StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Failed, ReplayPackFile.Read(PackPath).Turn.Status);
    }

    [Fact]
    public async Task Export_WithoutRowsAskedFor_HoldsNone()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers);

        Assert.Null(ReplayPackFile.Read(PackPath).Result!.Rows);
        Assert.DoesNotContain("Rostock", await File.ReadAllTextAsync(PackPath, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_ForeignPackWithAStatementThatWrites_NeverReachesTheDatabase()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers, withRows: true);
        var pack = JsonDocument.Parse(await File.ReadAllTextAsync(PackPath, Token)).RootElement;
        var sql = pack.GetProperty("result").GetProperty("sql").GetRawText();
        await File.WriteAllTextAsync(PackPath, pack.GetRawText().Replace(sql, "\"DELETE FROM boats\"", StringComparison.Ordinal), Token);

        var report = await PlayAsync(database, url: null);

        Assert.Equal(ReplayOutcome.NotCompared, report.Stages[^1].Outcome);
        await using var count = database.Owner.CreateCommand("SELECT count(*) FROM boats");
        Assert.Equal(9L, await count.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Export_DraftOutOfTheCache_HasTheExchangesOfTheFirst()
    {
        await using var database = await CreateAsync();
        await using var model = await ScriptedModel.StartAsync(Answers);
        await using var services = Start(database, model.Url);
        await DraftAsync(services, "Boats by town");

        var turn = await DraftAsync(services, "Boats by town");

        Assert.Equal(2, model.Requests.Count);
        await File.WriteAllTextAsync(PackPath, await services.GetRequiredService<ReplayExport>().WriteAsync(turn, withRows: false, Token), Token);
        Assert.Equal(2, ReplayPackFile.Read(PackPath).Trace!.Exchanges.Count);
    }
}
