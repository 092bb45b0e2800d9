using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Values;
using NlSql.Tests.Unit.Language.Generation.BuiltIn;

namespace NlSql.Tests.Unit.Language.Schema.Values;

public sealed class CodeMeaningsTests
{
    [Theory]
    [InlineData(ColumnKind.Integer, "1 = Pending, 2 = Approved, 3 = Rejected", "1:Pending 2:Approved 3:Rejected")]
    [InlineData(ColumnKind.Text, "M: male; F: female", "M:male F:female")]
    [InlineData(ColumnKind.Text, "H = head coach, A = assistant coach", "H:head coach A:assistant coach")]
    [InlineData(ColumnKind.Integer, "1 = superior ... 5 = below average", "")]
    [InlineData(ColumnKind.Decimal, "fraction of the price, 0.10 = 10 percent", "")]
    [InlineData(ColumnKind.Integer, "see the manual: page 4", "")]
    [InlineData(ColumnKind.Integer, "a = first, b = second", "")]
    [InlineData(ColumnKind.Boolean, "true = made here, false = bought in", "")]
    public void Of_Comment_ReadsItsCodes(ColumnKind kind, string comment, string expected)
    {
        var info = SmallShop.Column("status", kind) with { Comment = comment };
        var column = new ColumnNode(new TableNode(SmallShop.Table("orders", 10, "", info), ["order"]), info, ["status"]);

        Assert.Equal(expected, string.Join(' ', CodeMeanings.Of(column).Select(c => $"{c.Code}:{c.Meaning}")));
    }
}
