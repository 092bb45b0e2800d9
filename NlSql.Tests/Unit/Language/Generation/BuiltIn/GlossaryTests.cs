using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

/// <summary>Words of the house in questions to the translator.</summary>
public sealed class GlossaryTests
{
    [Theory]
    [InlineData("How many parlours are there?", "How many stores are there?")]
    [InlineData("How many sales points are there?", "How many stores are there?")]
    [InlineData("Total intake by status", "Total total amount by status")]
    public async Task Draft_WordOfTheHouse_IsReadAsWhatItNames(string question, string plain)
    {
        var site = new SiteKnowledge
        {
            Glossary =
            [
                new GlossaryTerm("parlour", null, null, ["store", "sales points"]),
                new GlossaryTerm("intake", "sum(public.orders.total_amount)", null, []),
            ],
        };

        Assert.Equal(Unordered(await SqlAsync(plain, SiteKnowledge.Nothing)), Unordered(await SqlAsync(question, site)));
        Assert.NotEqual(await SqlAsync(question, SiteKnowledge.Nothing), await SqlAsync(question, site));
    }

    /// <summary>A sum may be ordered by its name or by itself.</summary>
    private static string? Unordered(string? sql) => sql?.Split("ORDER BY")[0];

    private static async Task<string> SqlAsync(string question, SiteKnowledge site)
    {
        var request = new GenerationRequest { Question = question, Catalog = SmallShop.Catalog, Schema = RetrievedSchema.Empty };
        var translator = new BuiltInTranslator(new SessionClock(TimeProvider.System), new SiteGlossary(site));
        var draft = (await translator.GenerateAsync(request, TestContext.Current.CancellationToken)
            .OfType<SqlDrafted>()
            .SingleAsync(TestContext.Current.CancellationToken)).Draft;
        return draft.Sql is { } sql ? SmallShop.OnOneLine(sql) : "declined";
    }
}
