using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

/// <summary>What is said to change a question comes to the same as the question asked in full.</summary>
public sealed class TurnTests
{
    private static readonly BuiltInTranslator Translator = new(new SessionClock(TimeProvider.System, SessionClock.DefaultZone, BusinessCalendar.Usual));

    [Theory]
    [InlineData("shop", "number of orders by status", "only 2025", "number of orders by status in 2025")]
    [InlineData("shop", "number of orders by status in 2024", "and in 2025?", "number of orders by status in 2025")]
    [InlineData("shop", "number of orders by status", "exclude cancelled", "number of orders other than cancelled by status")]
    [InlineData("shop", "number of orders by status", "leave out the cancelled ones", "number of orders other than cancelled by status")]
    [InlineData("shop", "number of orders by status", "by channel instead", "number of orders by channel")]
    [InlineData("shop", "number of orders by status", "break it down by channel", "number of orders by status and channel")]
    [InlineData("shop", "number of paid orders", "what about returned?", "number of returned orders")]
    [InlineData("shop", "customers in Berlin", "the same for Paris", "customers in Paris")]
    [InlineData("shop", "customers in Berlin", "how many are there?", "how many customers in Berlin")]
    [InlineData("shop", "number of orders by channel", "lowest first", "number of orders by channel, lowest first")]
    [InlineData("shop", "number of orders by channel", "just the top 3", "top 3 channels by number of orders")]
    [InlineData("airline", "average fare by class", "only Norwegian passengers", "average fare of Norwegian passengers by class")]
    [InlineData("airline", "number of flights by status", "only from Oslo", "number of flights from Oslo by status")]
    public void Translate_WhatChangesAQuestion_IsReadAsTheWholeQuestion(string schema, string before, string change, string whole)
    {
        var catalog = ReadingSchemas.Of(schema);

        Assert.Equal(Readings.Text(whole, catalog), Readings.Text([before, change], catalog));
        Assert.NotNull(Translate(change, catalog, before).Sql);
    }

    [Fact]
    public void Translate_AfterADeclinedQuestion_GoesOnFromTheOneThatWasAnswered()
    {
        var history = new[] { new PriorTurn("number of orders by status", "SELECT 1"), new PriorTurn("airspeed of swallows", "") };

        var draft = Translate(Request("only 2025", ReadingSchemas.Shop) with { History = history });

        Assert.Equal(Translate("only 2025", ReadingSchemas.Shop, "number of orders by status").Sql, draft.Sql);
        Assert.Contains("2025-01-01", draft.Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("and telepathy?")]
    [InlineData("what about the weather?")]
    [InlineData("exclude unicorns")]
    public void Translate_ChangeThatIsNotUnderstood_IsDeclined(string change) =>
        Assert.NotNull(Translate(change, ReadingSchemas.Shop, "number of orders by status").Declined);

    [Theory]
    [InlineData("how many customers are there", "number of orders by status")]
    [InlineData("now show all suppliers", "number of orders by status")]
    public void Translate_QuestionThatStandsAlone_IsNotMixedWithTheOneBefore(string question, string before) =>
        Assert.Equal(Translate(question, ReadingSchemas.Shop).Sql, Translate(question, ReadingSchemas.Shop, before).Sql);

    [Fact]
    public void Translate_InstructionThatNarrows_IsApplied()
    {
        var draft = Translate(Request("number of orders by channel", ReadingSchemas.Shop) with { Instructions = "Exclude cancelled orders." });

        Assert.Contains("cancelled", draft.Sql, StringComparison.Ordinal);
        Assert.Contains(draft.Understood, u => u.Meaning == "instructed: Exclude cancelled orders");
    }

    [Fact]
    public void Translate_InstructionThatIsNotUnderstood_IsTold()
    {
        var draft = Translate(Request("number of orders by channel", ReadingSchemas.Shop) with { Instructions = "Exclude unicorns." });

        Assert.NotNull(draft.Sql);
        Assert.Contains(draft.Notes, n => n.Contains("Exclude unicorns", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("and by country", true, true)]
    [InlineData("only 2023", true, false)]
    [InlineData("as a percentage", true, false)]
    [InlineData("number of orders by status", false, false)]
    [InlineData("and how many customers are there", false, false)]
    public void Read_Turn_TellsWhetherItLeans(string turn, bool leans, bool adds)
    {
        var read = new TurnReader(new Tokenizer(Lexicon.English), FollowUpTable.English).Read(turn);

        Assert.Equal((leans, adds), (read.Leans, read.Adds));
    }

    private static SqlDraft Translate(string question, SchemaCatalog catalog, params string[] earlier) =>
        Translate(Request(question, catalog) with { History = [.. earlier.Select(q => new PriorTurn(q, "SELECT 1"))] });

    private static SqlDraft Translate(GenerationRequest request) => Translator.Translate(request, TestContext.Current.CancellationToken);

    private static GenerationRequest Request(string question, SchemaCatalog catalog) =>
        new() { Question = question, Catalog = catalog, Schema = RetrievedSchema.Empty };
}
