using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>What happens to a model's statement that would not run.</summary>
public sealed class ModelRepairTests
{
    private static readonly DraftFault Fault = new("PostgreSQL reports: column \"x\" does not exist.", CanBeRepaired: true);

    [Fact]
    public async Task Generate_FirstAnswerWouldNotRun_AsksOnceMoreWithTheReason()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1 AS bad"), ScriptedModelAnswer.Sql("SELECT 2 AS good"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(Ask(sql => sql.Contains("bad", StringComparison.Ordinal) ? Fault : null));

        Assert.Equal("SELECT 2 AS good", outcome.Draft.Sql);
        Assert.Equal(
            "The model was asked again, because its first answer would not run: PostgreSQL reports: column \"x\" does not exist.",
            Assert.Single(outcome.Draft.Notes));
        Assert.Equal(outcome.Draft.Notes, outcome.Notes);
        Assert.Equal(2, model.Requests.Count);
        Assert.StartsWith(model.Requests[0].Prompt, model.Requests[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("SELECT 1 AS bad", model.Requests[1].Prompt, StringComparison.Ordinal);
        Assert.Matches("<data id=\"[0-9a-f]{12}\">\nPostgreSQL reports: column \"x\" does not exist.\n</data", model.Requests[1].Prompt);
    }

    [Fact]
    public async Task Generate_CorrectionWouldNotRunEither_BuiltInTranslatorWrites()
    {
        var answers = 0;
        await using var model = await ScriptedModel.StartAsync(_ => ScriptedModelAnswer.Sql($"SELECT {Interlocked.Increment(ref answers)} AS bad"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(Ask(_ => Fault));

        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
        Assert.Equal(4, model.Requests.Count);
        Assert.Contains(outcome.Notes, note => note.StartsWith("The model was asked again, because its correction 2 would not run", StringComparison.Ordinal));
        Assert.Contains(
            outcome.Notes,
            note => note.StartsWith("Model's answer unusable, written by the built-in translator. The model's SQL would not run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_ModelRepeatsItself_IsCutOff()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1 AS bad"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(Ask(_ => Fault));

        Assert.Equal(2, model.Requests.Count);
        Assert.Contains(outcome.Notes, note => note.Contains("The model repeats a statement that would not run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_NoRepairsWanted_AsksOnce()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1 AS bad"));
        await using var harness = new ModelHarness(model.Url, ("LLM_REPAIRS", "0"));

        var outcome = await harness.GenerateAsync(Ask(_ => Fault));

        Assert.Single(model.Requests);
        Assert.Equal(GeneratorNames.BuiltIn, outcome.Draft.Generator);
    }

    [Fact]
    public async Task Generate_Repair_SaysWhereAndWhatIsNear()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1 AS bad"), ScriptedModelAnswer.Sql("SELECT 2 AS good"));
        await using var harness = new ModelHarness(model.Url);
        var fault = new DraftFault("PostgreSQL reports: column \"custmer_id\" does not exist.", CanBeRepaired: true)
        {
            Place = FaultPlace.In("SELECT custmer_id FROM sales.\"Order Lines\"", 7, length: null),
        };

        await harness.GenerateAsync(Ask(sql => sql.Contains("bad", StringComparison.Ordinal) ? fault : null));

        Assert.Contains("SELECT >>>custmer_id<<< FROM sales.", model.Requests[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("\"custmer_id\": sales.\"Order Lines\".customer_id", model.Requests[1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_StatementThatWrites_IsNotReworded()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("DELETE FROM crm.customers"));
        await using var harness = new ModelHarness(model.Url);

        var outcome = await harness.GenerateAsync(Ask(_ => new DraftFault("It is a DELETE.", CanBeRepaired: false)));

        Assert.Equal(("DELETE FROM crm.customers", 1), (outcome.Draft.Sql, model.Requests.Count));
    }

    [Fact]
    public async Task Generate_ColumnOfAnotherTable_IsHealedBeforeItIsTriedAndSaidSo()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT customers.amount FROM crm.customers"));
        await using var harness = new ModelHarness(model.Url);
        string? tried = null;

        var outcome = await harness.GenerateAsync(Ask(sql =>
        {
            tried = sql;
            return null;
        }));

        Assert.Contains("JOIN sales.\"Order Lines\"", outcome.Draft.Sql, StringComparison.Ordinal);
        Assert.Equal(tried, outcome.Draft.Sql);
        const string Change = "sales.Order Lines was joined in for amount";
        Assert.Equal($"Corrected by the schema: {Change}. Look whether this is what was meant: {Change}.", Assert.Single(outcome.Draft.Notes));
        Assert.Equal(outcome.Draft.Sql, outcome.Events.Reverse().OfType<SqlToken>().First().Text);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Generate_ModelsDraft_ClaimsNoConfidence()
    {
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.Sql("SELECT 1"));
        await using var harness = new ModelHarness(model.Url);

        Assert.Null((await harness.GenerateAsync(Ask(_ => null))).Draft.Confidence);
    }

    private static GenerationRequest Ask(Func<string, DraftFault?> trial) =>
        ModelHarness.Ask("How many?") with { Trial = (sql, _) => ValueTask.FromResult(trial(sql)) };
}
