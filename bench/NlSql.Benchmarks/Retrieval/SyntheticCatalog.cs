using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Benchmarks.Retrieval;

/// <summary>A catalog of any size whose names are put together from business words, always the same for the same size.</summary>
internal static class SyntheticCatalog
{
    private static readonly string[] Subjects =
    [
        "customer", "order", "invoice", "payment", "product", "shipment", "warehouse", "supplier", "employee", "contract", "account", "region",
        "store", "campaign", "ticket",
        "project", "budget", "asset", "vehicle", "route", "machine", "sensor", "claim", "policy", "member", "course", "flight", "patient", "sample", "lease",
    ];

    private static readonly string[] Aspects =
    [
        "header", "line", "history", "status", "type", "detail", "summary", "link", "event", "note", "address", "price", "rate", "plan", "target",
        "audit", "document", "group", "role", "limit",
    ];

    private static readonly string[] Fields =
    [
        "name", "code", "amount", "quantity", "created_at", "updated_at", "status", "description", "currency", "unit_price", "start_date", "end_date",
        "city", "country", "email", "phone",
        "weight", "discount", "total", "priority", "category", "rating", "comment", "due_date", "tax_rate", "balance", "color", "size", "source", "owner",
    ];

    public static SchemaCatalog Create(int tables, int columnsPerTable)
    {
        var random = new Random(42);
        var all = new TableInfo[tables];
        for (var t = 0; t < tables; t++)
        {
            var subject = Subjects[t % Subjects.Length];
            var aspect = Aspects[t / Subjects.Length % Aspects.Length];
            var series = t / (Subjects.Length * Aspects.Length);
            var name = series == 0 ? $"{subject}_{aspect}" : $"{subject}_{aspect}_{Fields[series % Fields.Length]}";
            var columns = new List<ColumnInfo> { Column("id", ColumnKind.Integer), Column($"{Subjects[random.Next(Subjects.Length)]}_id", ColumnKind.Integer) };
            while (columns.Count < columnsPerTable)
            {
                var field = $"{Subjects[random.Next(Subjects.Length)]}_{Fields[random.Next(Fields.Length)]}";
                columns.Add(Column(columns.Exists(c => c.Name == field) ? $"{field}_{columns.Count}" : field, ColumnKind.Text));
            }

            all[t] = new TableInfo { Name = new RelationName("public", $"{name}{(series >= Fields.Length ? series : string.Empty)}"), Columns = columns };
        }

        return new SchemaCatalog { DatabaseId = $"synthetic-{tables}", DatabaseName = "synthetic", Hash = $"{tables}x{columnsPerTable}", Tables = all };
    }

    private static ColumnInfo Column(string name, ColumnKind kind) =>
        new() { Name = name, DataType = kind == ColumnKind.Integer ? "integer" : "text", Kind = kind };
}
