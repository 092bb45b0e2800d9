using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A small shop, described.</summary>
internal static class SampleCatalog
{
    public static SchemaCatalog Shop { get; } = new()
    {
        DatabaseId = "shop",
        DatabaseName = "shop",
        Hash = "0",
        ServerVersion = 180_004,
        Tables =
        [
            new TableInfo
            {
                Name = new RelationName("shop", "orders"),
                RowEstimate = 48_210,
                Comment = "One row per order",
                PrimaryKey = ["order_id"],
                Columns =
                [
                    new ColumnInfo { Name = "order_id", DataType = "bigint", Kind = ColumnKind.Integer },
                    new ColumnInfo { Name = "customer_id", DataType = "bigint", Kind = ColumnKind.Integer },
                    new ColumnInfo
                    {
                        Name = "ordered_on",
                        DataType = "date",
                        Kind = ColumnKind.Date,
                        Statistics = new ColumnStatistics { Minimum = "2023-01-01", Maximum = "2026-02-27" }
                    },
                    new ColumnInfo { Name = "due_on", DataType = "date", Kind = ColumnKind.Date, Statistics = new ColumnStatistics { Maximum = "2026-05-01" } },
                    new ColumnInfo { Name = "status", DataType = "text", Kind = ColumnKind.Enum, EnumLabels = ["open", "paid"] },
                    new ColumnInfo { Name = "total", DataType = "numeric(12,2)", Kind = ColumnKind.Decimal },
                ],
            },
            new TableInfo
            {
                Name = new RelationName("people", "customers"),
                RowEstimate = 2_400,
                PrimaryKey = ["customer_id"],
                Columns =
                [
                    new ColumnInfo { Name = "customer_id", DataType = "bigint", Kind = ColumnKind.Integer },
                    new ColumnInfo { Name = "email", DataType = "text", Kind = ColumnKind.Text, IsPersonal = true },
                ],
            },
        ],
        ForeignKeys = [new ForeignKey(new RelationName("shop", "orders"), ["customer_id"], new RelationName("people", "customers"), ["customer_id"])],
    };
}
