namespace NlSql.Core.Sql.Names;

/// <summary>Texts as literals of SQL.</summary>
internal static class SqlLiteral
{
    /// <summary>A literal that means the same whatever <c>standard_conforming_strings</c> says.</summary>
    public static string Of(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? $"E'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"
        : Plain(value);

    /// <summary>A literal for people, who expect backslashes as they typed them.</summary>
    public static string Plain(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
