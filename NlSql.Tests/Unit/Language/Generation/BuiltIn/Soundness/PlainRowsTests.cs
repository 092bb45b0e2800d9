using NlSql.Core.Language.Generation;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Soundness;

/// <summary>Plans that would look fine and mean something else than was asked.</summary>
public sealed class PlainRowsTests
{
    /// <summary>There are no refunds in the shop: no better translator could answer.</summary>
    [Fact]
    public async Task Translate_PlanShowsOtherThanAsked_Declines()
    {
        var draft = await SmallShop.DraftAsync("average refund per parcel of campaigns in stores");

        Assert.Null(draft.Sql);
        Assert.Contains("refund", draft.NotUnderstood);
    }

    [Theory]
    [InlineData("revenue this year", "SUM(")]
    [InlineData("sales in 2025", "SUM(")]
    public async Task Translate_AmountOfAPeriod_IsOneSum(string question, string part)
    {
        var draft = await SmallShop.DraftAsync(question);

        Assert.Contains(part, draft.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("GROUP BY", draft.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Translate_TableCalledLikeAVerb_IsCountedByGroup()
    {
        var draft = await SmallShop.DraftAsync(new GenerationRequest
        {
            Question = "returns by reason",
            Catalog = SmallShop.Catalog with
            {
                Tables = [
                    .. SmallShop.Catalog.Tables,
                    SmallShop.Table(
                        "returns",
                        300,
                        "",
                        SmallShop.Column("id", NlSql.Core.Database.Catalog.ColumnKind.Integer),
                        SmallShop.Column("reason", NlSql.Core.Database.Catalog.ColumnKind.Text, "broken", "too late"))
                ],
            },
            Schema = NlSql.Core.Language.Retrieval.RetrievedSchema.Empty,
        });

        Assert.Equal(
            "SELECT reason, COUNT(*) AS number_of_returns FROM returns GROUP BY reason ORDER BY COUNT(*) DESC NULLS LAST",
            SmallShop.OnOneLine(draft.Sql!));
    }
}
