namespace NlSql.Core.Database.Connections;

/// <summary>Names as PostgreSQL reads them.</summary>
internal static class PostgresNames
{
    /// <summary>
    /// The name as an identifier: quoted unless it is plain lower case. Keywords are not known here, so a statement for the
    /// server uses <see cref="AlwaysQuote"/>.
    /// </summary>
    public static string Quote(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : AlwaysQuote(name);

    /// <summary>The name in double quotes; safe whatever it holds.</summary>
    public static string AlwaysQuote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
