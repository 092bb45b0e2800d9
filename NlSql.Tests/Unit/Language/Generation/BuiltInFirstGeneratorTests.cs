using Microsoft.Extensions.Options;
using NlSql.Core.Language.Generation;

namespace NlSql.Tests.Unit.Language.Generation;

public sealed class BuiltInFirstGeneratorTests
{
    private static readonly SqlDraft Declined = new() { Generator = "built-in", Declined = new Decline("No word is known.", []) };
    private static readonly SqlDraft Written = new() { Generator = "built-in", Sql = "SELECT 1" };
    private static readonly SqlDraft Asked = new() { Generator = "built-in", Clarify = new Clarification("Which?", []) };
    private static readonly SqlDraft Model = new() { Generator = "model:x", Sql = "SELECT 2", Notes = ["second"] };

    [Fact]
    public async Task Generate_TranslatorDeclines_TheModelWritesAndSaysWhy()
    {
        var draft = await DraftAsync(Declined);

        Assert.Equal(("model:x", "SELECT 2"), (draft.Generator, draft.Sql));
        Assert.Equal(["The built-in translator declined: No word is known.", "second"], draft.Notes);
    }

    [Fact]
    public async Task Generate_TranslatorWritesOrAsks_TheModelIsNotAsked()
    {
        Assert.Same(Written, await DraftAsync(Written));
        Assert.Same(Asked, await DraftAsync(Asked));
    }

    [Fact]
    public async Task Generate_BestGuessWanted_TheModelGuessesBeforeTheTranslatorDoes()
    {
        var builtIn = new FixedGenerator(Declined);

        await foreach (var unused in new BuiltInFirstGenerator(builtIn, new FixedGenerator(Model)).GenerateAsync(
            ModelHarness.Ask("x") with { AnswerAlways = true },
            CancellationToken.None))
        {
            Assert.NotNull(unused);
        }

        Assert.False(builtIn.Last?.AnswerAlways);
    }

    [Fact]
    public async Task Order_UnknownWord_IsToldWithTheKey()
    {
        await using var harness = new ModelHarness(modelUrl: null, ("GENERATOR_ORDER", "both"));

        var fault = Assert.Throws<OptionsValidationException>(() => harness.Generator);

        Assert.Contains("GENERATOR_ORDER must be auto, model or built-in.", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<SqlDraft> DraftAsync(SqlDraft builtIn)
    {
        var generator = new BuiltInFirstGenerator(new FixedGenerator(builtIn), new FixedGenerator(Model));
        return (await generator.GenerateAsync(ModelHarness.Ask("x"), CancellationToken.None)
            .OfType<SqlDrafted>()
            .SingleAsync(TestContext.Current.CancellationToken)).Draft;
    }

    private sealed class FixedGenerator(SqlDraft draft) : ISqlGenerator
    {
        public GenerationRequest? Last { get; private set; }

        public string Name => draft.Generator;

        public async IAsyncEnumerable<GenerationEvent> GenerateAsync(
            GenerationRequest request,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Last = request;
            await Task.CompletedTask;
            yield return new SqlDrafted(draft);
        }
    }
}
