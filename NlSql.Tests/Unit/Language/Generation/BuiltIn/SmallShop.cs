using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.BuiltIn;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn;

/// <summary>A shop of few tables, in which orders may have no store and no campaign, and the translator asked about it on 15 March 2026.</summary>
internal static class SmallShop
{
    public static SchemaCatalog Catalog { get; } = Build();

    public static async Task<SqlDraft> DraftAsync(string question, params string[] earlier) => await DraftAsync(new GenerationRequest
    {
        Question = question,
        Catalog = Catalog,
        Schema = RetrievedSchema.Empty,
        History = [.. earlier.Select(q => new PriorTurn(q, ""))],
    });

    public static async Task<SqlDraft> DraftAsync(GenerationRequest request) =>
        await DraftAsync(request, BusinessCalendar.Usual);

    /// <summary>By the readers alone, whatever a reading of the whole question would say.</summary>
    public static Task<SqlDraft> DraftAsync(GenerationRequest request, BusinessCalendar calendar) => Task.FromResult(
        new ReaderTranslator(new SessionClock(new FixedTime(), SessionClock.DefaultZone, calendar), WordKnowledge.Plain)
            .Translate(request, TestContext.Current.CancellationToken));

    /// <summary>The draft as users get it: by a reading of the whole question where one is sure.</summary>
    public static SqlDraft Translate(string question, params string[] earlier) => Translate(new GenerationRequest
    {
        Question = question,
        Catalog = Catalog,
        Schema = RetrievedSchema.Empty,
        History = [.. earlier.Select(q => new PriorTurn(q, ""))],
    });

    /// <inheritdoc cref="Translate(string, string[])"/>
    public static SqlDraft Translate(GenerationRequest request, BusinessCalendar? calendar = null) =>
        new BuiltInTranslator(new SessionClock(new FixedTime(), SessionClock.DefaultZone, calendar ?? BusinessCalendar.Usual))
            .Translate(request, TestContext.Current.CancellationToken);

    /// <summary>The statement as users get it, on one line, or why there is none.</summary>
    public static string SqlOf(string question, params string[] earlier) => Written(Translate(question, earlier));

    /// <summary>The statement on one line, or why there is none.</summary>
    public static string Written(SqlDraft draft) => draft.Sql is { } sql ? OnOneLine(sql) : draft.Clarify?.Question ?? draft.Declined!.Reason;

    public static async Task<string> SqlAsync(string question, params string[] earlier) => Written(await DraftAsync(question, earlier));

    public static string OnOneLine(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static TableInfo Table(string name, long rows, string comment, params ColumnInfo[] columns) => new()
    {
        Name = new RelationName("public", name),
        RowEstimate = rows,
        Comment = comment.Length > 0 ? comment : null,
        PrimaryKey = columns[0].Name == "id" ? ["id"] : [],
        Columns = columns,
    };

    public static ColumnInfo Column(string name, ColumnKind kind, params string[] values) => new()
    {
        Name = name,
        DataType = kind.ToString(),
        Kind = kind,
        IsNullable = false,
        Statistics = new ColumnStatistics { Samples = [.. values.Select(v => new SampleValue(v))] },
    };

    public static ColumnInfo Nullable(string name, ColumnKind kind, double empty) =>
        Column(name, kind) with { IsNullable = true, Statistics = new ColumnStatistics { NullFraction = empty } };

    private static SchemaCatalog Build()
    {
        var store = Table(
            "stores",
            20,
            "",
            Column("id", ColumnKind.Integer),
            Column("name", ColumnKind.Text),
            Column("city", ColumnKind.Text, "Berlin", "Paris"),
            Column("floor_area", ColumnKind.Integer));
        var campaign = Table(
            "campaigns",
            30,
            "",
            Column("id", ColumnKind.Integer),
            Column("name", ColumnKind.Text),
            Column("medium", ColumnKind.Text, "email", "radio"),
            Column("budget", ColumnKind.Decimal));
        var customer = Table(
            "customers",
            500,
            "",
            Column("id", ColumnKind.Integer),
            Column("name", ColumnKind.Text),
            Column("country", ColumnKind.Text, "Germany", "France"),
            Column("signed_up_on", ColumnKind.Date));
        var order = Table(
            "orders",
            9000,
            "",
            Column("id", ColumnKind.Integer),
            Column("customer_id", ColumnKind.Integer),
            Nullable("store_id", ColumnKind.Integer, 0.4),
            Nullable("campaign_id", ColumnKind.Integer, 0.9),
            Column("status", ColumnKind.Text, "paid", "cancelled"),
            Column("ordered_at", ColumnKind.Timestamp),
            Nullable("shipped_at", ColumnKind.Timestamp, 0.1),
            Column("total_amount", ColumnKind.Decimal));
        var product = Table(
            "products",
            200,
            "",
            Column("id", ColumnKind.Integer),
            Column("name", ColumnKind.Text),
            Column("brand", ColumnKind.Text, "Skarn"),
            Column("list_price", ColumnKind.Decimal));
        var line = Table(
            "order_lines",
            30000,
            "",
            Column("id", ColumnKind.Integer),
            Column("order_id", ColumnKind.Integer),
            Column("product_id", ColumnKind.Integer),
            Column("quantity", ColumnKind.Integer),
            Column("line_total", ColumnKind.Decimal));
        var payment = Table(
            "payments",
            10000,
            "",
            Column("id", ColumnKind.Integer),
            Column("order_id", ColumnKind.Integer),
            Column("method", ColumnKind.Text, "card", "paypal"),
            Column("amount", ColumnKind.Decimal));
        var parcel = Table(
            "parcels",
            8000,
            "",
            Column("id", ColumnKind.Integer),
            Column("order_id", ColumnKind.Integer),
            Column("carrier", ColumnKind.Text, "Swift"),
            Column("sent_at", ColumnKind.Timestamp),
            Nullable("delivered_at", ColumnKind.Timestamp, 0.05));
        return new SchemaCatalog
        {
            DatabaseId = "shop",
            DatabaseName = "shop",
            Hash = "shop",
            Tables = [store, campaign, customer, order, product, line, payment, parcel],
            ForeignKeys =
            [
                Key(order, "customer_id", customer), Key(order, "store_id", store), Key(order, "campaign_id", campaign), Key(line, "order_id", order),
                Key(line, "product_id", product),
                Key(payment, "order_id", order), Key(parcel, "order_id", order),
            ],
        };
    }

    private static ForeignKey Key(TableInfo from, string column, TableInfo to) => new(from.Name, [column], to.Name, ["id"]);

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    }
}
