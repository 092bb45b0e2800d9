namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Finds tables and columns by their names as they stand in the schema: <c>order_items</c>, <c>sales.orders</c>, <c>orders.total_amount</c>, <c>"Order
/// Details"</c>.
/// Case, spaces and underscores may differ where no name is written just so.
/// </summary>
internal sealed class SchemaIdentifiers
{
    private readonly ILookup<string, TableNode> tables;
    private readonly ILookup<string, ColumnNode> columns;

    public SchemaIdentifiers(IReadOnlyList<TableNode> tables)
    {
        this.tables = tables.ToLookup(t => Plain(t.Name));
        columns = tables.SelectMany(t => t.Columns).ToLookup(c => Plain(c.Info.Name));
    }

    /// <summary>Everything that one to three parts name: a table, a column, a table of a schema, a column of a table.</summary>
    public (IReadOnlyList<TableNode> Tables, IReadOnlyList<ColumnNode> Columns) Find(IReadOnlyList<string> parts) => parts switch
    {
        [var name] => (Tables(name), Columns(name)),
        [var owner, var name] => ([.. Tables(name).Where(t => IsOf(t, owner))], [.. Columns(name).Where(c => Is(c.Table, owner))]),
        [var schema, var table, var name] => ([], [.. Columns(name).Where(c => Is(c.Table, table) && IsOf(c.Table, schema))]),
        _ => ([], []),
    };

    private List<TableNode> Tables(string name) => Best(tables[Plain(name)], t => t.Name, name);

    private List<ColumnNode> Columns(string name) => Best(columns[Plain(name)], c => c.Info.Name, name);

    /// <summary>Of names that differ in case only the one that is written so.</summary>
    private static List<T> Best<T>(IEnumerable<T> found, Func<T, string> nameOf, string name)
    {
        var all = found.ToList();
        return all.Where(f => nameOf(f) == name).ToList() is { Count: > 0 } exact ? exact : all;
    }

    private static bool Is(TableNode table, string name) => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(TableNode table, string schema) => string.Equals(table.Info.Name.Schema, schema, StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)) is { Length: > 0 } plain ? plain.ToLowerInvariant() : name;
}
