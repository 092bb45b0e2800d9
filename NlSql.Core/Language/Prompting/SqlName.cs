using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Prompting;

/// <summary>Writes identifiers the way SQL has to name them: quoted wherever PostgreSQL would fold or misread them.</summary>
internal static class SqlName
{
    /// <summary>PostgreSQL's reserved words (fully, and those that cannot be a column, function or type name).</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary", "both", "case", "cast", "check", "collate",
        "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role", "current_schema",
        "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
        "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull",
        "join", "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only",
        "or", "order", "outer", "overlaps", "placing", "primary", "references", "returning", "right", "select", "session_user", "similar", "some",
        "symmetric", "system_user", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose",
        "when", "where", "window", "with",
    };

    /// <summary>
    /// Control characters become blanks and fences become quotes: such a name cannot be asked for then, but it cannot break out of the schema's
    /// block in a prompt either.
    /// </summary>
    public static string Of(string identifier)
    {
        var plain = identifier.Length > 0
            && (identifier[0] is (>= 'a' and <= 'z') or '_')
            && identifier.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            && !Reserved.Contains(identifier);
        if (plain)
        {
            return identifier;
        }

        var oneLine = string.Concat(identifier.Select(c => char.IsControl(c) ? ' ' : c)).Replace("```", "'''", StringComparison.Ordinal);
        return $"\"{oneLine.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The schema is left out for <c>public</c> and where there is none.</summary>
    public static string Of(RelationName name) =>
        name.Schema is "" or "public" ? Of(name.Name) : $"{Of(name.Schema)}.{Of(name.Name)}";
}
