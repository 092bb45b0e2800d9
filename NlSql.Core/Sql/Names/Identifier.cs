using System.Buffers;

namespace NlSql.Core.Sql.Names;

/// <summary>Names of the catalog as SQL has to write them.</summary>
internal static class Identifier
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Bare where PostgreSQL 13 to 18 reads the bare word as this very name, quoted otherwise: the rule of the server's own <c>quote_ident</c>
    /// (src/backend/utils/adt/ruleutils.c, quote_identifier).
    /// </summary>
    public static string Quote(string name) => IsPlain(name) && !Keywords.IsSpecial(name) ? name : AlwaysQuote(name);

    /// <summary><see cref="Quote(string)"/> with the schema in front; it is left out for <c>public</c> and where there is none.</summary>
    public static string Quote(RelationName name) =>
        name.Schema is "" or "public" ? Quote(name.Name) : $"{Quote(name.Schema)}.{Quote(name.Name)}";

    /// <summary>Safe in every place of a statement, also where a free word would be read as something else.</summary>
    public static string QuoteAnywhere(string name) => IsPlain(name) && !Keywords.IsSpecialSomewhere(name) ? name : AlwaysQuote(name);

    /// <summary>In double quotes whatever it holds.</summary>
    public static string AlwaysQuote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsPlain(string name) =>
        name.Length > 0 && name[0] is (>= 'a' and <= 'z') or '_' && !name.AsSpan().ContainsAnyExcept(PlainCharacters);
}
