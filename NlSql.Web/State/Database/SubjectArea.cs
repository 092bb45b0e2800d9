using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Numbers;
using NlSql.Web.State.Words;

namespace NlSql.Web.State.Database;

/// <summary>A part of the database in words: a schema, or for a single schema the table itself.</summary>
public sealed record SubjectArea(string Name, string Words)
{
    private const int Shown = 8;

    /// <summary>One area per schema, the largest first, with its main tables.</summary>
    public static IReadOnlyList<SubjectArea> Of(SchemaCatalog catalog, NumberFormat numbers)
    {
        var schemas = catalog.Tables.GroupBy(table => table.Name.Schema).ToList();
        if (schemas.Count > 1)
        {
            return [
                .. schemas.OrderByDescending(schema => schema.Sum(table => table.RowEstimate ?? 0))
                .Take(Shown)
                .Select(schema => new SubjectArea(schema.Key, Tables([.. schema], numbers)))
            ];
        }

        return [
            .. catalog.Tables.OrderByDescending(table => table.RowEstimate ?? 0)
            .Take(Shown)
            .Select(table => new SubjectArea(table.Name.Name, table.Comment ?? Columns(table)))
        ];
    }

    private static string Tables(List<TableInfo> tables, NumberFormat numbers)
    {
        var names = tables.OrderByDescending(table => table.RowEstimate ?? 0).Take(8).Select(table => table.Name.Name.Replace('_', ' '));
        return string.Join(", ", names) + (tables.Count > 8 ? $" and {numbers.Count(tables.Count - 8)} more" : "");
    }

    private static string Columns(TableInfo table) =>
        string.Join(", ", table.Columns.Take(8).Select(column => column.Name.Replace('_', ' '))) + (table.Columns.Count > 8 ? ", …" : "");
}
