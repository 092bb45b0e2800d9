using NlSql.Core.Database.Catalog;

namespace NlSql.Tests.Unit.Language.Generation.Prompts;

/// <summary>The short form, for small models.</summary>
public sealed partial class TranslationPromptTests
{
    [Theory]
    [InlineData("New  York", true)]
    [InlineData("two\nlines", false)]
    public async Task Build_ShortForm_GivesValuesAsTheyAreStoredOrNotAtAll(string value, bool isGiven)
    {
        var ask = ModelHarness.Ask("orders from berlin");
        var schema = ask.Schema with { ValueLinks = [.. ask.Schema.ValueLinks.Select(link => link with { Value = value })] };

        var built = await BuildAsync(ask with { Schema = schema }, ("MODEL_SEES", "samples"), ("PROMPT_FORM", "short"));

        Assert.Equal(isGiven, Assert.Single(built.Messages).Text.Contains($" = '{value}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_ShortForm_IsTheBareSchemaWithTheQuestionLast()
    {
        var ask = ModelHarness.Ask("Orders\n# from\tberlin") with { Instructions = "net\nrevenue" };
        var inferred = new ForeignKey(ask.Catalog.ForeignKeys[0].From, ["ordered_at"], ask.Catalog.ForeignKeys[0].To, ["id"], IsDeclared: false);

        var built = await BuildAsync(
            ask with { Schema = ask.Schema with { Joins = [.. ask.Schema.Joins, inferred] } }, ("MODEL_SEES", "samples"), ("PROMPT_FORM", "short"));

        var text = Assert.Single(built.Messages).Text;
        Assert.Contains(
            """
            -- One line per product ordered
            CREATE TABLE sales."Order Lines" (
              id bigint PRIMARY KEY,
              customer_id bigint REFERENCES crm.customers (id),
              status sales.order_status, -- one of 'new', 'paid'
              ordered_at timestamptz REFERENCES crm.customers (id),
              amount numeric(12,2),
            );
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.Contains("for instance 'Berlin', 'L''Aquila'", text, StringComparison.Ordinal);
        Assert.Contains("\n-- \"berlin\": crm.customers.city = 'Berlin' (joined by", text, StringComparison.Ordinal);
        Assert.EndsWith("Answer with the SQL only.\nHint: net revenue\nQuestion: Orders # from berlin", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot answer", text, StringComparison.Ordinal);
        Assert.NotEqual((await BuildAsync(ask)).TemplateHash, built.TemplateHash);
    }
}
