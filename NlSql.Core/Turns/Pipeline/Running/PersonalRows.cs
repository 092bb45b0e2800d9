using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Turns.Pipeline.Running;

/// <summary>Whether a result can hold values of columns with personal data, which no model may see.</summary>
internal static class PersonalRows
{
    /// <summary>
    /// The first relation of <paramref name="sql"/> whose personal columns it can read; null when it provably reads none: every relation is
    /// known, and the statement neither names such a column anywhere nor takes columns unnamed (<c>*</c>, whole rows).
    /// </summary>
    public static RelationName? Source(ApprovedSql sql, SchemaCatalog catalog)
    {
        var tables = catalog.Tables.ToDictionary(table => table.Name);
        return sql.Relations.FirstOrDefault(relation =>
            !tables.TryGetValue(relation, out var table)
                || table.Columns.Any(column => column.IsPersonal && sql.MentionedColumns?.Contains(column.Name) != false));
    }
}
