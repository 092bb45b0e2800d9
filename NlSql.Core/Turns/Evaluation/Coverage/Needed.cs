using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Evaluation.Batch;

namespace NlSql.Core.Turns.Evaluation.Coverage;

/// <summary>What a right answer reads.</summary>
internal sealed record Needed(IReadOnlyList<RelationName> Tables, IReadOnlyList<(RelationName Table, string Column)> Columns)
{
    /// <summary>
    /// Every table of the query, and of each the columns whose name stands anywhere in it: one more than needed where two tables have a column of that name,
    /// and all of them where the query takes columns unnamed.
    /// </summary>
    public static Needed By(ApprovedSql sql, SchemaCatalog catalog)
    {
        var read = sql.Relations.ToHashSet();
        var (names, isAll) = Mentioned(sql.Text);
        List<TableInfo> tables = [.. catalog.Tables.Where(table => read.Contains(table.Name))];
        return new Needed(
            [.. tables.Select(table => table.Name)],
            [.. tables.SelectMany(table => table.Columns.Where(column => isAll || names.Contains(column.Name))
                .Select(column => (table.Name, column.Name)))]);
    }

    /// <summary>Every name that can mean a column, and whether the statement takes columns without naming them.</summary>
    private static (HashSet<string> Names, bool IsAll) Mentioned(string sql)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var isAll = false;
        _ = StatementReader.ReadOne(sql)?.Rewrite(node =>
        {
            isAll |= node.Kind == "A_Star" || node.Flag("isNatural");
            names.UnionWith(node.Kind switch
            {
                "ColumnRef" => node.Names("fields"),
                "JoinExpr" => node.Names("usingClause"),
                _ => [],
            });
            return node;
        });
        return (names, isAll);
    }

    /// <summary>What the case names; names that the catalog does not have are left out.</summary>
    public static Needed Named(CoverageCase item, SchemaCatalog catalog)
    {
        var tables = (item.Tables ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var columns = (item.Columns ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new Needed(
            [.. catalog.Tables.Where(table => tables.Contains(CatalogFile.NameOf(table.Name))).Select(table => table.Name)],
            [.. catalog.Tables.SelectMany(table => table.Columns.Where(column => columns.Contains($"{CatalogFile.NameOf(table.Name)}.{column.Name}"))
                .Select(column => (table.Name, column.Name)))]);
    }
}
