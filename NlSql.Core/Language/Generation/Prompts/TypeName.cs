namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>Types by the shorter of their names: PostgreSQL reads both, and a table of many columns takes half the room.</summary>
internal static class TypeName
{
    private static readonly (string Long, string Short)[] Names =
    [
        ("timestamp without time zone", "timestamp"),
        ("timestamp with time zone", "timestamptz"),
        ("time without time zone", "time"),
        ("time with time zone", "timetz"),
        ("character varying", "varchar"),
        ("double precision", "float8"),
    ];

    public static string Short(string type)
    {
        foreach (var (full, name) in Names)
        {
            if (type.StartsWith(full, StringComparison.Ordinal))
            {
                return name + type[full.Length..];
            }
        }

        return type;
    }
}
