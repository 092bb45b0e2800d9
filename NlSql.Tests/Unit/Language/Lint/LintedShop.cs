using Microsoft.Extensions.Logging.Abstractions;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Lint;

/// <summary>A shop with keys, statistics and values as PostgreSQL would give them, and the lint over it.</summary>
internal static class LintedShop
{
    private static readonly StatementLint Lint = new(WordKnowledge.Plain, SiteFacts.None, NullLogger<StatementLint>.Instance);

    private static readonly SchemaCatalog Catalog = new()
    {
        DatabaseId = "shop",
        DatabaseName = "shop",
        Hash = "shop",
        Tables =
        [
            Table("customers", 1000, ["id"],
                Column("id", "integer", ColumnKind.Integer, distinct: 1000),
                Column("name", "text", ColumnKind.Text, distinct: 950),
                Column("country", "text", ColumnKind.Text, distinct: 3, values: ["France", "Italy", "Spain"]),
                Column("credit", "numeric(12,2)", ColumnKind.Decimal, distinct: 700),
                Column("is_vip", "boolean", ColumnKind.Boolean, distinct: 2),
                Column("referrer_id", "integer", ColumnKind.Integer, distinct: 300, nulls: 0.4)),
            Table("orders", 8000, ["id"],
                Column("id", "integer", ColumnKind.Integer, distinct: 8000),
                Column("customer_id", "integer", ColumnKind.Integer, distinct: 900),
                Column("status", "text", ColumnKind.Text, distinct: 3, values: ["Paid", "Open", "Cancelled"]),
                Column("ordered_at", "timestamp without time zone", ColumnKind.Timestamp, least: "2023-01-01 08:15:00", most: "2024-12-31 19:40:00"),
                Column(
                    "shipped_at", "timestamp without time zone", ColumnKind.Timestamp, nulls: 0.2, least: "2023-01-02 08:15:00", most: "2025-01-03 10:00:00"),
                Column("booked_at", "timestamp without time zone", ColumnKind.Timestamp, least: "2023-01-01 00:00:00", most: "2024-12-31 00:00:00"),
                Column("total", "numeric(12,2)", ColumnKind.Decimal, distinct: 5000)),
            Table("order_lines", 30_000, ["order_id", "line_number"],
                Column("order_id", "integer", ColumnKind.Integer, distinct: 8000),
                Column("line_number", "integer", ColumnKind.Integer, distinct: 9),
                Column("quantity", "integer", ColumnKind.Integer, distinct: 12),
                Column("price", "numeric(12,2)", ColumnKind.Decimal, distinct: 400)),
            Table("tickets", 2500, ["id"],
                Column("id", "integer", ColumnKind.Integer, distinct: 2500),
                Column("customer_id", "integer", ColumnKind.Integer, distinct: 600)),
            Table("contacts", 1000, ["customer_id"],
                Column("customer_id", "integer", ColumnKind.Integer, distinct: 1000),
                Column("phone", "text", ColumnKind.Text, distinct: 990)),
            Table("workers", 100, ["id"],
                Column("id", "integer", ColumnKind.Integer, distinct: 100),
                Column("is_current", "boolean", ColumnKind.Boolean, distinct: 2, values: ["true", "false"])),
            Table("positions", 4000, ["customer_id", "valid_from"],
                Column("customer_id", "integer", ColumnKind.Integer, distinct: 1000),
                Column("valid_from", "date", ColumnKind.Date, least: "2020-01-01", most: "2024-01-01"),
                Column("valid_to", "date", ColumnKind.Date, least: "2021-01-01", most: "9999-12-31"),
                Column("amount", "numeric(12,2)", ColumnKind.Decimal, distinct: 500)),
            Table("notes", 50, [],
                Column("payload", "json", ColumnKind.Json),
                Column("title", "text", ColumnKind.Text, distinct: 50)),
            Table("visits", 5000, ["Id"],
                Column("Id", "integer", ColumnKind.Integer, distinct: 5000)),
            Table("pages", 20_000, ["visit_id", "n"],
                Column("visit_id", "integer", ColumnKind.Integer, distinct: 5000),
                Column("n", "integer", ColumnKind.Integer, distinct: 30)),
        ],
        ForeignKeys =
        [
            Key("orders", "customer_id", "customers", "id"),
            Key("pages", "visit_id", "visits", "Id"),
            Key("order_lines", "order_id", "orders", "id"),
            Key("tickets", "customer_id", "customers", "id"),
            Key("contacts", "customer_id", "customers", "id"),
            Key("positions", "customer_id", "customers", "id"),
            Key("customers", "referrer_id", "customers", "id"),
        ],
    };

    public static IReadOnlyList<LintWarning> Check(string sql, string? question = null) => Lint.Check(sql, Catalog, ["public"], question);

    /// <summary>With so many steps at most, and by other rules than the usual ones.</summary>
    public static IReadOnlyList<LintWarning> Look(string sql, LookSteps steps, StatementLint? lint = null) =>
        (lint ?? Lint).Look(sql, Catalog, ["public"], null, steps);

    /// <summary>The one warning of a rule.</summary>
    public static LintWarning Warning(string sql, string rule, string? question = null) =>
        Assert.Single(Check(sql, question), warning => warning.Rule == rule);

    public static void Silent(string sql, string rule, string? question = null) =>
        Assert.DoesNotContain(Check(sql, question), warning => warning.Rule == rule);

    /// <summary>A text without the line breaks of its layout.</summary>
    public static string OneLine(string? sql) => string.Join(' ', (sql ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static TableInfo Table(string name, long rows, string[] key, params ColumnInfo[] columns) =>
        new() { Name = new RelationName("public", name), RowEstimate = rows, PrimaryKey = key, Columns = columns };

    private static ColumnInfo Column(
        string name,
        string type,
        ColumnKind kind,
        double? distinct = null,
        double nulls = 0,
        string[]? values = null,
        string? least = null,
        string? most = null) => new()
        {
            Name = name,
            DataType = type,
            Kind = kind,
            IsNullable = nulls > 0,
            Statistics = new ColumnStatistics
            {
                DistinctCount = distinct,
                NullFraction = nulls,
                Samples = [.. (values ?? []).Select(value => new SampleValue(value, 10))],
                Minimum = least,
                Maximum = most,
            },
        };

    private static ForeignKey Key(string from, string column, string to, string target) =>
        new(new RelationName("public", from), [column], new RelationName("public", to), [target]);
}
