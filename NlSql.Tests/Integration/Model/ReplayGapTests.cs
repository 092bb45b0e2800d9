using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Model;

/// <summary>Turns of which a pack holds a part only, or that had no model.</summary>
public sealed class ReplayGapTests(PostgresFixture postgres) : ReplayingProduct(postgres)
{
    [Fact]
    public async Task Play_DraftingThatWasStopped_ComparesNoDraft()
    {
        await using var database = await CreateAsync();
        await RecordAsync(database, "Boats by town", Answers);
        var pack = JsonNode.Parse(await File.ReadAllTextAsync(PackPath, Token))!;
        pack["turn"]!.AsObject().Remove("draft");
        await File.WriteAllTextAsync(PackPath, pack.ToJsonString(), Token);

        var report = await PlayAsync(database, url: null);

        var draft = Assert.Single(report.Stages, stage => stage.Name == "draft");
        Assert.Equal((ReplayOutcome.NotCompared, "Drafting did not come to its end."), (draft.Outcome, Assert.Single(draft.Sentences)));
    }

    [Fact]
    public async Task Play_CellThatWasCut_ComparesNoRows()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("ALTER TABLE boats ADD COLUMN log text; UPDATE boats SET log = repeat('x', 5000); ANALYZE");
        await RecordAsync(database, "Logs", [ScriptedModelAnswer.Sql("SELECT log FROM boats WHERE id = 1")], withRows: true, ("MAX_CELL_BYTES", "1024"));

        var report = await PlayAsync(database, url: null);

        Assert.True(ReplayPackFile.Read(PackPath).Result!.Truncated);
        Assert.Equal(("rows", ReplayOutcome.NotCompared), (report.Stages[^1].Name, report.Stages[^1].Outcome));
        Assert.Equal("The pack does not hold all of them.", Assert.Single(report.Stages[^1].Sentences));
    }

    [Fact]
    public async Task Play_ModelThatWasNamedAndNotUsed_IsSaidAsItWasSaid()
    {
        await using var database = await CreateAsync();
        await using (var services = Start(database, url: null, [("LLM_MODEL_NAME", "coder")]))
        {
            var turn = await DraftAsync(services, "How many boats are there?");
            Assert.Contains(turn.Draft!.Notes, note => note.StartsWith("LLM_MODEL_NAME is set and not used", StringComparison.Ordinal));
            await File.WriteAllTextAsync(PackPath, await services.GetRequiredService<ReplayExport>().WriteAsync(turn, withRows: false, Token), Token);
        }

        var played = await PlayAsync(database, url: null);
        var asked = await PlayAsync(database, url: null, ask: true);

        Assert.Empty(played.Stages.Where(stage => stage.Outcome == ReplayOutcome.Differs).SelectMany(stage => stage.Sentences));
        Assert.Equal("settings", asked.First!.Name);
        Assert.StartsWith(
            "What is said of a model that is not used was \"LLM_MODEL_NAME is set", Assert.Single(asked.First.Sentences), StringComparison.Ordinal);
    }
}
