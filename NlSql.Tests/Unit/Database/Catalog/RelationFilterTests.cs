using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;

namespace NlSql.Tests.Unit.Database.Catalog;

public sealed class RelationFilterTests
{
    [Theory]
    [InlineData("archive.*", "archive", "orders", false)]
    [InlineData("archive.*", "sales", "orders", true)]
    [InlineData("*_tmp", "sales", "orders_tmp", false)]
    [InlineData("sales.orders", "sales", "orders", false)]
    [InlineData("sales.orders", "sales", "orders_2", true)]
    [InlineData("", "sales", "orders", true)]
    public void Includes_Pattern_LeavesOutWhatMatches(string exclude, string schema, string name, bool included) =>
        Assert.Equal(included, RelationFilter.From(new DatabaseOptions { Exclude = exclude }).Includes(schema, name));

    [Fact]
    public void Unmatched_SlipsOfThePen_AreNamed() =>
        Assert.Equal(
            ["sales.custmers", "archive.*"],
            RelationFilter.From(new DatabaseOptions { Exclude = "sales.custmers, archive.*, orders, *.cust*" })
                .Unmatched([("sales", "customers"), ("sales", "orders")]));
}
