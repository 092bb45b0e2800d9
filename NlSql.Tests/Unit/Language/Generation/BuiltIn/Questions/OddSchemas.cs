using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Questions;

/// <summary>Small catalogs whose names, types and keys are not as one would choose them.</summary>
internal static class OddSchemas
{
    /// <summary>Names in capitals, with spaces, in other scripts, reserved ones; a table of itself, one without columns, keys that are not seen.</summary>
    public static SchemaCatalog Names { get; } = Catalog(
        "odd names",
        [
            Table("public", "Order Details", ["OrderID", "ProductID"], Column("OrderID", ColumnKind.Integer), Column("ProductID", ColumnKind.Integer),
                Column("UnitPrice", ColumnKind.Decimal), Column("Quantity", ColumnKind.Integer)),
            Table(
                "public",
                "Orders",
                ["OrderID"],
                Column("OrderID", ColumnKind.Integer),
                Column("OrderDate", ColumnKind.Date),
                Column("ShippedDate", ColumnKind.TimestampTz),
                Column("ShipCity", ColumnKind.Text, "Köln", "O'Fallon"), Column("order", ColumnKind.Integer), Column("ManagerID", ColumnKind.Integer)),
            Table(
                "hr",
                "user",
                ["id"],
                Column("id", ColumnKind.Uuid),
                Column("select", ColumnKind.Text, "from", "where"),
                Column("parent_id", ColumnKind.Uuid),
                Column("年", ColumnKind.Integer)),
            Table("hr", "名前", [], Column("値", ColumnKind.Decimal), Column("日", ColumnKind.Date)),
            Table("hr", "___", ["missing"], Column("_", ColumnKind.Float), Column("1st", ColumnKind.Boolean), Column("a\"b", ColumnKind.Text)),
            Table("hr", "empty", []),
            Table(
                "hr",
                "t_109",
                ["id"],
                Column("id", ColumnKind.Integer),
                Column("valid_until", ColumnKind.Date),
                Column("count", ColumnKind.Integer),
                Column("year", ColumnKind.Text)),
        ],
        Key("public", "Order Details", "OrderID", "public", "Orders", "OrderID"),
        Key("hr", "user", "parent_id", "hr", "user", "id"),
        Key("public", "Orders", "ManagerID", "hr", "t_109", "id"),
        Key("public", "Orders", "gone", "hr", "t_109", "id"));

    /// <summary>Types that cannot be added up, sorted or compared as others are.</summary>
    public static SchemaCatalog Types { get; } = Catalog(
        "odd types",
        [
            Table("public", "invoices", ["id"], Column("id", ColumnKind.Integer), Column("amount", ColumnKind.Decimal) with { DataType = "money" },
                Column("payload", ColumnKind.Json) with { DataType = "json" }, Column("extra", ColumnKind.Json) with { DataType = "jsonb" },
                Column("tags", ColumnKind.Array, "summer", "sale") with { DataType = "text[]" },
                Column("place", ColumnKind.Other) with { DataType = "point" },
                Column("note", ColumnKind.Other) with { DataType = "xml" },
                Column("scan", ColumnKind.Binary),
                Column("took", ColumnKind.Interval), Column("at", ColumnKind.Time), Column("token", ColumnKind.Uuid),
                Column("is_vip", ColumnKind.Boolean), Column("due_on", ColumnKind.Date),
                Column("model_year", ColumnKind.Text, "2024", "2025"), Column("state", ColumnKind.Enum)
                    with { EnumLabels = ["open", "paid"] }, Column("customer", ColumnKind.Text, "Ann", "Bob")),
            Table(
                "public",
                "lines",
                ["invoice_id", "number"],
                Column("invoice_id", ColumnKind.Integer),
                Column("number", ColumnKind.Integer),
                Column("price", ColumnKind.Decimal) with { DataType = "money" }),
        ],
        Key("public", "lines", "invoice_id", "public", "invoices", "id"));

    private static SchemaCatalog Catalog(string name, IReadOnlyList<TableInfo> tables, params IReadOnlyList<ForeignKey> keys) => new()
    {
        DatabaseId = name,
        DatabaseName = name,
        Hash = name,
        Tables = tables,
        ForeignKeys = keys,
    };

    private static TableInfo Table(string schema, string name, IReadOnlyList<string> key, params IReadOnlyList<ColumnInfo> columns) => new()
    {
        Name = new RelationName(schema, name),
        RowEstimate = 100,
        PrimaryKey = key,
        Columns = columns,
    };

    private static ColumnInfo Column(string name, ColumnKind kind, params string[] values) => SmallShop.Column(name, kind, values);

    private static ForeignKey Key(string schema, string table, string column, string toSchema, string toTable, string toColumn) =>
        new(new RelationName(schema, table), [column], new RelationName(toSchema, toTable), [toColumn]);
}
