using System.Diagnostics;
using CsCheck;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>
/// Any question may be asked: it is answered with one statement or declined with a reason. A failure prints the question and the seed that
/// makes it again.
/// </summary>
public sealed class AnyQuestionTests(PostgresFixture postgres)
{
    /// <summary>The same questions in every run; <c>NLSQL_FUZZ_SEED</c> asks others.</summary>
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("NLSQL_FUZZ_SEED"), out var seed) ? seed : 1;

    /// <summary><c>NLSQL_FUZZ_TIMES</c> asks so many times as many.</summary>
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("NLSQL_FUZZ_TIMES"), out var times) ? times : 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Translate_AnyQuestionOfTheDemo_AnswersOrDeclines() => await CheckAsync(await Catalogs.ReadAsync(await postgres.DemoAsync()), 800);

    [Fact]
    public Task Translate_AnyQuestionOfOddNames_AnswersOrDeclines() => CheckAsync(OddSchemas.Names, 1500);

    [Fact]
    public Task Translate_AnyQuestionOfOddTypes_AnswersOrDeclines() => CheckAsync(OddSchemas.Types, 1500);

    [Fact]
    public Task Translate_AnyQuestionOfTheShop_AnswersOrDeclines() => CheckAsync(SmallShop.Catalog, 1500);

    [Theory]
    [InlineData("gadgets valid until 9999-12-31")]
    [InlineData("orders since 9999-12-31")]
    [InlineData("orders after 9999-12-31")]
    [InlineData("orders before 9999-12-31")]
    [InlineData("orders on 0001-01-01")]
    [InlineData("top 3000000000 products by price")]
    [InlineData("products with price over 79228162514264337593543950335k")]
    [InlineData("products with price over 7922816251426433759354395033 million")]
    [InlineData("products with price over 7922816251426433759354395033k")]
    [InlineData("orders between 2020 and 99999999")]
    [InlineData("how many orders are not in 2024", "   ")]
    [InlineData("only the top 3000000000", "revenue by country")]
    [InlineData("top 3", "   ")]
    public async Task Translate_QuestionAtTheEdge_AnswersOrDeclines(string question, params string[] earlier)
    {
        SqlDraft[] drafts = [await SmallShop.DraftAsync(question, earlier), SmallShop.Translate(question, earlier)];

        Assert.All(drafts, draft => Assert.True(draft.Sql is not null || draft.Declined is not null || draft.Clarify is not null));
    }

    [Theory]
    [InlineData("revenue in FY9999")]
    [InlineData("revenue in Q4 FY9999")]
    [InlineData("revenue in FY0001")]
    [InlineData("revenue in Q1 FY 0001")]
    [InlineData("revenue in FY00")]
    [InlineData("revenue in fiscal year 2200")]
    public void Translate_FiscalYearAtTheEdge_AnswersOrDeclines(string question)
    {
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System, calendar: new BusinessCalendar(FiscalYearStart: 4)));

        var draft = translator.Translate(new GenerationRequest { Question = question, Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty }, Token);

        Assert.True(draft.Sql is not null || draft.Declined is not null || draft.Clarify is not null);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var request = new GenerationRequest { Question = "orders by month", Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty };

        Assert.Throws<OperationCanceledException>(() => new BuiltInTranslator(new SessionClock(TimeProvider.System)).Translate(request, stop.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await new BuiltInTranslator(new SessionClock(TimeProvider.System))
            .GenerateAsync(request, stop.Token)
            .CountAsync(Token));
    }

    /// <summary>The longest question takes the longest: it stops in the middle of it.</summary>
    [Fact]
    public async Task Translate_CancelledUnderWay_Stops()
    {
        var catalog = await Catalogs.ReadAsync(await postgres.DemoAsync());
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System));
        var request = new GenerationRequest
        {
            Question = string.Concat(Enumerable.Repeat("orders by store and ", 95)),
            Catalog = catalog,
            Schema = RetrievedSchema.Empty
        };
        var started = Stopwatch.GetTimestamp();
        translator.Translate(request, Token);
        var whole = Stopwatch.GetElapsedTime(started);
        using var stop = new CancellationTokenSource(whole / 20);

        Assert.Throws<OperationCanceledException>(() => translator.Translate(request, stop.Token));
    }

    /// <summary>On one thread of its own: the pool's serve the connections of the tests beside this one, which would time out.</summary>
    private static async Task CheckAsync(SchemaCatalog catalog, int cases)
    {
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System, calendar: new BusinessCalendar(DayOfWeek.Sunday, FiscalYearStart: 4)));
        var requests = QuestionGrammar.Requests(catalog);
        await Task.Factory.StartNew(
            () =>
            {
                for (var number = 1; number <= cases * Times; number++)
                {
                    Token.ThrowIfCancellationRequested();
                    var request = requests.Generate(new PCG((uint)number, Seed), null, out _);
                    try
                    {
                        Check(translator.Translate(request, Token));
                    }
                    catch (Exception error) when (error is not OperationCanceledException)
                    {
                        Assert.Fail($"Case {number} of seed {Seed}: {QuestionGrammar.Describe(request)}\n{error}");
                    }
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static void Check(SqlDraft draft)
    {
        if (draft.Sql is { } sql)
        {
            // Only what is no SQL is a fault: on a loaded machine the grammar may run out of its time.
            var refusal = StatementReader.Read(SourceText.From(sql)!, out _);
            Assert.True(refusal?.Rule != GuardRules.Syntax, sql);
        }
        else
        {
            Assert.True(draft.Clarify is not null || draft.Declined?.Reason.Length > 0);
        }
    }
}
