using System.Buffers;
using NlSql.Core.Sql.Lists;

namespace NlSql.Core.Sql.Printing;

/// <summary>Names and literals as PostgreSQL reads them back.</summary>
internal static class SqlText
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Bare where PostgreSQL reads the bare word as this very name, quoted otherwise.</summary>
    public static string Identifier(string name) =>
        name.Length > 0 && name[0] is (>= 'a' and <= 'z') or '_' && !name.AsSpan().ContainsAnyExcept(PlainCharacters) && !AllowLists.Keywords.Contains(name)
            ? name
            : Quoted(name);

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A literal that means the same whatever <c>standard_conforming_strings</c> says.</summary>
    public static string Literal(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? $"E'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"
        : PlainLiteral(value);

    /// <summary>A literal for people, who expect backslashes as they typed them.</summary>
    public static string PlainLiteral(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
