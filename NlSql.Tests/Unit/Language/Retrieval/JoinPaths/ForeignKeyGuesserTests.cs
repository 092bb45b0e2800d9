using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval.JoinPaths;

namespace NlSql.Tests.Unit.Language.Retrieval.JoinPaths;

public sealed class ForeignKeyGuesserTests
{
    [Theory]
    [InlineData("customer_id", "customers", "id")]
    [InlineData("customerid", "customers", "id")]
    [InlineData("billing_customer_id", "customers", "id")]
    [InlineData("instance_uuid", "instances", "uuid")]
    [InlineData("airport_code", "airport", "airport_code")]
    [InlineData("arrival_airport_code", "airport", "airport_code")]
    [InlineData("standard_attr_id", "standardattributes", "id")]
    public void Guess_ColumnNamedAfterATable_PointsToItsKey(string column, string table, string key)
    {
        var guess = Assert.Single(Guess(column));

        Assert.Equal(table, guess.To.Name);
        Assert.Equal([key], guess.ToColumns);
        Assert.False(guess.IsDeclared);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("code")]
    [InlineData("total_id")]
    [InlineData("customer_name")]
    public void Guess_OtherColumn_PointsNowhere(string column) => Assert.Empty(Guess(column));

    private static List<ForeignKey> Guess(string column)
    {
        var kind = column.EndsWith("uuid", StringComparison.Ordinal)
            || column.EndsWith("code", StringComparison.Ordinal)
            || column.EndsWith("name", StringComparison.Ordinal) ? ColumnKind.Text : ColumnKind.Integer;
        var catalog = RetrievalParts.Catalog(
            "k",
            RetrievalParts.Table("customers", RetrievalParts.Column("id", ColumnKind.Integer), RetrievalParts.Column("name")),
            RetrievalParts.Table("instances", RetrievalParts.Column("id", ColumnKind.Integer), RetrievalParts.Column("uuid")),
            RetrievalParts.Table("airport", RetrievalParts.Column("airport_code"), RetrievalParts.Column("city")),
            RetrievalParts.Table("standardattributes", RetrievalParts.Column("id", ColumnKind.Integer)),
            RetrievalParts.Table("measurement", RetrievalParts.Column(column, kind)));
        return [.. ForeignKeyGuesser.Guess(catalog, RetrievalParts.Analyzer).Where(static k => k.From.Name == "measurement")];
    }
}
