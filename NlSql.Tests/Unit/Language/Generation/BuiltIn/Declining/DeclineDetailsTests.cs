using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Tests.Unit.Language.Generation.BuiltIn.Reading;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Declining;

public sealed class DeclineDetailsTests
{
    private static readonly BuiltInTranslator Translator = new(new SessionClock(TimeProvider.System, SessionClock.DefaultZone, BusinessCalendar.Usual));

    [Theory]
    [InlineData("shop", "warranty cost per vendor", "vendor", "suppliers")]
    [InlineData("airline", "planes with broken toilets", "planes", "aircraft")]
    public void Translate_WordsWithoutMeaning_SaysWhatIsNearest(string schema, string question, string word, string name)
    {
        var declined = Translate(question, ReadingSchemas.Of(schema)).Declined!;

        Assert.Equal(name, Assert.Single(declined.Nearest, near => near.Word == word).Names[0]);
    }

    [Fact]
    public void Translate_ReadingThatIsNotSure_SaysHowItWasRead()
    {
        var declined = Translate("average salary of angry engineers by department", ReadingSchemas.Staff).Declined!;

        Assert.Contains("average of salaries.salary by departments", declined.Likeliest, StringComparison.Ordinal);
        Assert.DoesNotContain("likeliest", declined.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("staff")]
    [InlineData("airline")]
    public void Translate_NothingUnderstood_GivesAnExampleThatIs(string schema)
    {
        var catalog = ReadingSchemas.Of(schema);

        foreach (var table in catalog.Tables)
        {
            var found = RetrievedSchema.Empty with { Tables = [new RetrievedTable(table, 1, RetrievalReason.Matched, "")] };
            var example = Translate("airspeed of unladen swallows", catalog, found).Declined!.Example;

            Assert.NotNull(example);
            Assert.NotNull(Translate(example, catalog).Sql);
        }
    }

    private static SqlDraft Translate(string question, SchemaCatalog catalog, RetrievedSchema? found = null) => Translator.Translate(
        new GenerationRequest { Question = question, Catalog = catalog, Schema = found ?? RetrievedSchema.Empty },
        TestContext.Current.CancellationToken);
}
