using System.Collections.Frozen;

namespace NlSql.Core.Sql.Names;

/// <summary>Columns that every table has and no list of columns shows.</summary>
internal static class SystemColumns
{
    /// <summary>Their types in pg_catalog, by their names.</summary>
    public static FrozenDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["ctid"] = "tid",
        ["tableoid"] = "oid",
        ["xmin"] = "xid",
        ["xmax"] = "xid",
        ["cmin"] = "cid",
        ["cmax"] = "cid",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
