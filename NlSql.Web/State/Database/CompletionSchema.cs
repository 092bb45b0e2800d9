using NlSql.Core.Database.Catalog;

namespace NlSql.Web.State.Database;

/// <summary>What the SQL editor completes: column names by table. Bounded, because it travels to the browser.</summary>
/// <param name="Tables">Keys are <c>schema.table</c>, or the table alone in <c>public</c>.</param>
public sealed record CompletionSchema(IReadOnlyDictionary<string, IReadOnlyList<string>> Tables, string? DefaultSchema)
{
    /// <summary>Columns sent at most.</summary>
    public const int ColumnLimit = 6000;

    public static CompletionSchema Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), null);

    /// <summary>Takes tables until the limit is reached, those named in <paramref name="first"/> before the others.</summary>
    public static CompletionSchema From(SchemaCatalog? catalog, IEnumerable<string> first)
    {
        if (catalog is null)
        {
            return Empty;
        }

        var wanted = first.ToHashSet(StringComparer.Ordinal);
        var tables = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var columns = 0;
        foreach (var table in catalog.Tables.OrderByDescending(table => wanted.Contains(table.Name.ToString())))
        {
            columns += table.Columns.Count;
            if (columns > ColumnLimit)
            {
                break;
            }

            tables[table.Name.ToString()] = [.. table.Columns.Select(column => column.Name)];
        }

        return new CompletionSchema(tables, catalog.Tables.Any(table => table.Name.Schema == "public") ? "public" : null);
    }
}
