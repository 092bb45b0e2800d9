using System.Collections.Frozen;

namespace NlSql.Core.Language.Generation.BuiltIn.Writing;

/// <summary>Quotes names and texts for PostgreSQL.</summary>
internal static class SqlIdentifier
{
    // Words that PostgreSQL 18 does not take as a bare column or table name (reserved, or reserved except as function or type).
    private static readonly FrozenSet<string> Reserved = ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column "
        + "concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except "
        + "false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null "
        + "offset on only or order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user "
        + "using variadic verbose when where window with").Split(' ').ToFrozenSet();

    public static string Quote(string name)
    {
        var isPlain = name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !Reserved.Contains(name);
        return isPlain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Literal(string value)
    {
        var escaped = value.Replace("'", "''", StringComparison.Ordinal);
        return value.Contains('\\', StringComparison.Ordinal) ? $"E'{escaped.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{escaped}'";
    }
}
