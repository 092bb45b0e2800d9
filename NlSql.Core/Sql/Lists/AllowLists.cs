using System.Collections.Frozen;

namespace NlSql.Core.Sql.Lists;

/// <summary>The curated lists as sets; names are as PostgreSQL's catalog has them.</summary>
internal static class AllowLists
{
    /// <summary>functions.txt: callable, every one in <c>pg_catalog</c>.</summary>
    public static FrozenSet<string> Functions { get; } = ListFile.Words("functions.txt").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>types.txt without its refused part: types of <c>pg_catalog</c>.</summary>
    public static FrozenSet<string> Types { get; } = TypeWords(refused: false);

    /// <summary>The refused part of types.txt.</summary>
    public static FrozenSet<string> RefusedTypes { get; } = TypeWords(refused: true);

    /// <summary>one-argument.txt: functions of <c>pg_catalog</c> that field notation could call and that are not listed.</summary>
    public static FrozenSet<string> OneArgument { get; } = ListFile.Words("one-argument.txt").ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> TypeWords(bool refused) => ListFile.Lines("types.txt")
        .Where(line => line[0] == '!' == refused)
        .SelectMany(line => line.Split([' ', '!'], StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.Ordinal);
}
