using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>Words that mean one thing of some tables and nothing of others: "new", "over 500", "best", "different", "including those without".</summary>
public sealed class NarrowMeaningTests
{
    private static readonly SchemaCatalog Rides = SmallShop.Catalog with
    {
        DatabaseId = "rides",
        Hash = "rides",
        Tables =
        [
            Table("categories", Id(), Text("category_name")),
            Table("products", Id(), Text("product_name"), Key("category_id"), Number("list_price"), Number("weight_kg")),
            Table("riders", Id(), Text("first_name"), Text("last_name"), Date("birth_date"), Number("total_spent")),
            Table("members", Id(), Text("member_name"), Date("expires_on")),
            Table("accounts", Id(), Text("account_name"), Date("last_login"), Date("created_at")),
            Table("customers", Id(), Text("customer_name"), Date("joined_on")),
            Table("orders", Id(), Key("customer_id"), Date("ordered_on"), Number("total_amount")),
            Table("claims", Id(), Key("order_id"), Key("product_id"), Text("reason")),
            Table("order_items", Id(), Key("order_id"), Key("product_id"), Whole("quantity"), Number("unit_price")),
            Table("reviews", Id(), Key("customer_id"), Key("product_id"), Whole("rating")),
            Table("drivers", Id(), Text("driver_name")),
            Table("rides", Id(), Key("driver_id"), Key("customer_id"), Date("started_on"), Number("total_amount"), Whole("duration_minutes")),
            Table("ride_ratings", Id(), Key("ride_id"), Key("driver_id"), Whole("rating")),
        ],
        ForeignKeys =
        [
            Reference("products", "category_id", "categories"), Reference("orders", "customer_id", "customers"),
            Reference("claims", "order_id", "orders"), Reference("claims", "product_id", "products"),
            Reference("order_items", "order_id", "orders"), Reference("order_items", "product_id", "products"),
            Reference("reviews", "customer_id", "customers"), Reference("reviews", "product_id", "products"),
            Reference("rides", "driver_id", "drivers"), Reference("rides", "customer_id", "customers"),
            Reference("ride_ratings", "ride_id", "rides"), Reference("ride_ratings", "driver_id", "drivers"),
        ],
    };

    [Theory]
    [InlineData("How many new customers did we get in 2025?", "joined_on >= DATE '2025-01-01'")]
    [InlineData("How many new accounts in 2025?", "created_at >= DATE '2025-01-01'")]
    [InlineData("How many different products did each customer buy?", "COUNT(DISTINCT order_items.product_id)")]
    [InlineData("orders of more than 500 euros", "total_amount > 500")]
    [InlineData("products under 20 euros", "list_price < 20")]
    [InlineData("best drivers", "AVG(ride_ratings.rating)")]
    public void Translate_ThingOfThatKind_IsAnswered(string question, string part) =>
        Assert.Contains(part, SqlOf(question) ?? "declined", StringComparison.Ordinal);

    [Theory]
    [InlineData("How many new riders in 2025?", "birth_date")]
    [InlineData("How many new members in 2025?", "expires_on")]
    [InlineData("How many new accounts in 2025?", "last_login")]
    [InlineData("products over 5 kg", "list_price >")]
    [InlineData("rides of more than 30 minutes", "total_amount >")]
    [InlineData("orders with more than 5 items", "total_amount >")]
    [InlineData("riders over 65", "total_spent >")]
    [InlineData("How many different products did each customer buy?", "claims")]
    [InlineData("How many different categories did each customer buy?", "reviews")]
    [InlineData("How many different categories did each customer buy?", "claims")]
    [InlineData("best customers", "rating")]
    [InlineData("worst customers", "rating")]
    [InlineData("Revenue per customer, including customers without reviews", "SELECT")]
    public void Translate_ThingOfAnotherKind_IsNotTakenForIt(string question, string part) =>
        Assert.DoesNotContain(part, SqlOf(question) ?? "declined", StringComparison.Ordinal);

    private static string? SqlOf(string question) =>
        SmallShop.Translate(new GenerationRequest { Question = question, Catalog = Rides, Schema = RetrievedSchema.Empty }).Sql;

    private static ForeignKey Reference(string from, string column, string to) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), ["id"], IsDeclared: true);

    private static TableInfo Table(string name, params ColumnInfo[] columns) => SmallShop.Table(name, 900, "", columns);

    private static ColumnInfo Id() => SmallShop.Column("id", ColumnKind.Integer);

    private static ColumnInfo Key(string name) => SmallShop.Column(name, ColumnKind.Integer);

    private static ColumnInfo Whole(string name) => SmallShop.Column(name, ColumnKind.Integer);

    private static ColumnInfo Number(string name) => SmallShop.Column(name, ColumnKind.Decimal);

    private static ColumnInfo Text(string name) => SmallShop.Column(name, ColumnKind.Text);

    private static ColumnInfo Date(string name) => SmallShop.Column(name, ColumnKind.Date);
}
