using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation.Healing;

/// <summary>Four tables, two of them joined through a third; every key declared.</summary>
internal static class ConcertCatalog
{
    public static SchemaCatalog Catalog { get; } = new()
    {
        DatabaseId = "concerts",
        DatabaseName = "concerts",
        Hash = "c",
        Tables =
        [
            Table("public", "singer", "singer_id", "name", "country", "birth_date"),
            Table("public", "concert", "concert_id", "title", "stadium_id", "year"),
            Table("public", "singer_in_concert", null, "concert_id", "singer_id"),
            Table("venues", "stadium", "stadium_id", "stadium_name", "capacity", "country"),
        ],
        ForeignKeys =
        [
            Key("concert", "stadium_id", "stadium"),
            Key("singer_in_concert", "concert_id", "concert"),
            Key("singer_in_concert", "singer_id", "singer"),
        ],
    };

    public static RetrievedSchema Found { get; } = new()
    {
        Tables = [.. Catalog.Tables.Select(table => new RetrievedTable(table, 1, RetrievalReason.Matched, ""))],
    };

    private static TableInfo Table(string schema, string name, string? key, params string[] columns) => new()
    {
        Name = new RelationName(schema, name),
        PrimaryKey = key is null ? [] : [key],
        Columns = [
            .. (key is null ? columns : [key, .. columns]).Select(column => new ColumnInfo { Name = column, DataType = "text", Kind = ColumnKind.Text })
        ],
    };

    private static ForeignKey Key(string from, string column, string to) =>
        new(new RelationName("public", from), [column], new RelationName(to == "stadium" ? "venues" : "public", to), [column]);
}
