using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>Questions as they are typed in a hurry: kinds for things, "on time", "in percent", "valid today", how something was paid.</summary>
public sealed class ShortQuestionTests
{
    private static readonly SchemaCatalog Outfitter = SmallShop.Catalog with
    {
        DatabaseId = "outfitter",
        Hash = "outfitter",
        Tables =
        [
            SmallShop.Table("categories", 3, "", Id(), Text("category_name", "Tents", "Stoves", "Ropes")),
            SmallShop.Table("products", 900, "", Id(), Text("product_name"), Key("category_id"), Number("list_price"), Number("weight_kg")),
            SmallShop.Table("countries", 40, "", Id(), Text("name", "Norway", "Peru")),
            SmallShop.Table("customers", 900, "", Id(), Text("first_name"), Text("last_name"), Key("country_id"), Day("blocked_on", isMissing: true)),
            SmallShop.Table("orders", 900, "", Id(), Key("customer_id"), Key("ship_country_id"), Text("channel", "app", "web"),
                Text("status", "paid", "shipped"), Day("ordered_on"), Day("due_on"), Day("delivered_on", isMissing: true)),
            SmallShop.Table("payments", 900, "", Id(), Key("order_id"), Text("method", "paypal", "card"), Number("amount")),
            SmallShop.Table("coupons", 90, "", Id(), Text("code"), Number("percent_off"), Day("valid_from"), Day("valid_until", isMissing: true)),
        ],
        ForeignKeys =
        [
            Reference("products", "category_id", "categories"), Reference("customers", "country_id", "countries"),
            Reference("orders", "customer_id", "customers"), Reference("orders", "ship_country_id", "countries"), Reference("payments", "order_id", "orders"),
        ],
    };

    [Theory]
    [InlineData("Which tents cost more than 200 euros?", "FROM products")]
    [InlineData("Which tents cost more than 200 euros?", "list_price > 200")]
    [InlineData("orders delivered on time", "delivered_on <= ")]
    [InlineData("% of orders delivered on time", "<= orders.due_on", "<= due_on")]
    [InlineData("Share of orders per channel in percent", "100")]
    [InlineData("coupons valid today", "valid_until >= DATE")]
    [InlineData("how many orders were paid with PayPal", "method = 'paypal'")]
    [InlineData("nr of orders per channel", "COUNT(*)")]
    [InlineData("how many tents do we manage?", "COUNT(*)")]
    public void Translate_SaidInShort_IsAnswered(string question, string part, string? orElse = null)
    {
        var sql = SqlOf(question) ?? "declined";
        Assert.True(sql.Contains(part, StringComparison.Ordinal) || (orElse is not null && sql.Contains(orElse, StringComparison.Ordinal)), sql);
    }

    [Theory]
    [InlineData("% of orders delivered on time", "IS NOT NULL THEN")]
    [InlineData("coupons valid today", "valid_from >=")]
    [InlineData("how many orders were paid with PayPal", "status")]
    [InlineData("Which tents cost more than 200 euros?", "FROM categories")]
    [InlineData("who ordered more than 25 times? give name and number of orders", "countries.name")]
    [InlineData("is any customer who ordered in 2025 blocked? names please", "COUNT(*)")]
    public void Translate_SaidInShort_IsNotTakenForSomethingElse(string question, string part) =>
        Assert.DoesNotContain(part, SqlOf(question) ?? "declined", StringComparison.Ordinal);

    private static string? SqlOf(string question) =>
        SmallShop.Translate(new GenerationRequest { Question = question, Catalog = Outfitter, Schema = RetrievedSchema.Empty }).Sql;

    private static ForeignKey Reference(string from, string column, string to) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), ["id"], IsDeclared: true);

    private static ColumnInfo Id() => SmallShop.Column("id", ColumnKind.Integer);

    private static ColumnInfo Key(string name) => SmallShop.Column(name, ColumnKind.Integer);

    private static ColumnInfo Number(string name) => SmallShop.Column(name, ColumnKind.Decimal);

    private static ColumnInfo Text(string name, params string[] values) =>
        SmallShop.Column(name, ColumnKind.Text, values) is var column && values.Length == 0 ? column
            : column with { Statistics = column.Statistics with { DistinctCount = values.Length } };

    private static ColumnInfo Day(string name, bool isMissing = false) =>
        SmallShop.Column(name, ColumnKind.Date) with
        {
            IsNullable = isMissing,
            Statistics = new ColumnStatistics { NullFraction = isMissing ? 0.2 : 0 },
        };
}
