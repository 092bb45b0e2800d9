using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>Where a guess would decide the answer, a person decides.</summary>
public sealed class QuestionBackTests
{
    [Fact]
    public async Task Draft_ColumnOfTwoTablesAlike_AsksWhichOne()
    {
        var draft = await SmallShop.DraftAsync(Request("number of orders by city"));

        Assert.Null(draft.Sql);
        Assert.Equal(["number of orders by customer city", "number of orders by store city"], draft.Clarify!.Options.Order());
    }

    [Theory]
    [InlineData("number of orders by store city", "stores.city")]
    [InlineData("number of orders by customer city", "customers.city")]
    public async Task Draft_EachOption_IsNotAmbiguous(string question, string column) =>
        Assert.Contains($"GROUP BY {column} ", SmallShop.OnOneLine((await SmallShop.DraftAsync(Request(question))).Sql!), StringComparison.Ordinal);

    [Fact]
    public async Task Draft_MustAnswer_DoesNotAsk() =>
        Assert.NotNull((await SmallShop.DraftAsync(Request("number of orders by city") with { AnswerAlways = true })).Sql);

    [Fact]
    public async Task Draft_TopWithoutMeasure_AsksInWhichOrder() =>
        Assert.Contains("top 5 products by list price", (await SmallShop.DraftAsync("top 5 products")).Clarify!.Options);

    /// <summary>A shop whose customers live in cities too.</summary>
    private static GenerationRequest Request(string question) => new()
    {
        Question = question,
        Schema = RetrievedSchema.Empty,
        Catalog = SmallShop.Catalog with
        {
            DatabaseId = "two cities",
            Tables = [
                .. SmallShop.Catalog.Tables.Select(t => t.Name.Name == "customers"
                    ? t with { Columns = [.. t.Columns, SmallShop.Column("city", ColumnKind.Text)] }
                    : t)
            ],
        },
    };
}
