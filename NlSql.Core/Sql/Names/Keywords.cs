using System.Collections.Frozen;
using NlSql.Core.Sql.Lists;

namespace NlSql.Core.Sql.Names;

/// <summary>keywords.txt: PostgreSQL 18's words that are more than a name, which contain those of 13 to 17.</summary>
internal static class Keywords
{
    private static readonly FrozenSet<string> Special = Words(isFree: false);

    private static readonly FrozenSet<string> SpecialSomewhere = Words(isFree: true);

    private static readonly FrozenSet<string> TypesWithWords = new[]
    {
        "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "varchar", "bpchar", "bit", "varbit", "json", "interval", "timestamp",
        "timestamptz", "time", "timetz",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a word that cannot be every kind of name (categories R, T and C of <c>pg_get_keywords()</c>).</summary>
    public static bool IsSpecial(string word) => Special.Contains(word);

    /// <summary>True also for a word that is free but means something else in one place, as a window's first word does.</summary>
    public static bool IsSpecialSomewhere(string word) => Special.Contains(word) || SpecialSomewhere.Contains(word);

    /// <summary>
    /// True for a type of pg_catalog that the grammar makes out of a word: <c>integer</c> is <c>pg_catalog.int4</c> to it, so that the two are told apart.
    /// </summary>
    public static bool NamesType(string type) => TypesWithWords.Contains(type);

    private static FrozenSet<string> Words(bool isFree) => ListFile.Lines("keywords.txt")
        .Where(line => line[0] == '+' == isFree)
        .SelectMany(line => line.Split([' ', '+'], StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.Ordinal);
}
