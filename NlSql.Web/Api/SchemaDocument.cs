using NlSql.Core.Database.Catalog;

namespace NlSql.Web.Api;

/// <summary>The catalog for programs: names, types, comments, keys. No sampled values: those are data.</summary>
internal sealed record SchemaDocument(string Database, DateTimeOffset ReadAt, IReadOnlyList<TableDocument> Tables, IReadOnlyList<KeyDocument> ForeignKeys)
{
    public static SchemaDocument From(SchemaCatalog catalog) => new(
        catalog.DatabaseName,
        catalog.ReadAt,
        [.. catalog.Tables.Select(TableDocument.From)],
        [.. catalog.ForeignKeys.Select(key => new KeyDocument(key.From.ToString(), key.FromColumns, key.To.ToString(), key.ToColumns, key.IsDeclared))]);
}

/// <param name="RowEstimate">By the planner's statistics; null when never analyzed.</param>
/// <param name="UniqueKeys">Columns of each unique constraint or index besides the primary key.</param>
internal sealed record TableDocument(
    string Schema,
    string Name,
    RelationKind Kind,
    string? Comment,
    long? RowEstimate,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<IReadOnlyList<string>> UniqueKeys,
    IReadOnlyList<TableColumnDocument> Columns)
{
    public static TableDocument From(TableInfo table) => new(
        table.Name.Schema,
        table.Name.Name,
        table.Kind,
        table.Comment,
        table.RowEstimate,
        table.PrimaryKey,
        table.UniqueKeys,
        [
            .. table.Columns.Select(column => new TableColumnDocument(
                column.Name,
                column.DataType,
                column.IsNullable,
                column.Comment,
                column.EnumLabels,
                column.IsPersonal))
        ]);
}

internal sealed record TableColumnDocument(string Name, string Type, bool Nullable, string? Comment, IReadOnlyList<string> EnumLabels, bool Personal);

internal sealed record KeyDocument(string From, IReadOnlyList<string> FromColumns, string To, IReadOnlyList<string> ToColumns, bool Declared);
