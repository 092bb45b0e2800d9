using System.Collections.Frozen;
using System.Globalization;

namespace NlSql.Core.Sql.Lists;

/// <summary>The curated lists as sets; names are as PostgreSQL's catalog has them.</summary>
internal static class AllowLists
{
    /// <summary>functions.txt without its refused part: callable, every one in <c>pg_catalog</c>.</summary>
    public static FrozenSet<string> Functions { get; } = Words("functions.txt", refused: false).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Those of <see cref="Functions"/> that make one value of many rows. Hypothetical sets are not among them, for window functions have the same names.
    /// </summary>
    public static FrozenSet<string> Aggregates { get; } = ListFile.Lines("functions.txt").Where(line => line[0] == '+').SelectMany(Split)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The refused part of functions.txt: every other function of <c>pg_catalog</c>, with the version from which on it is gone; null when it is not.
    /// </summary>
    public static FrozenDictionary<string, int?> RefusedFunctions { get; } = Words("functions.txt", refused: true)
        .Select(word => word.Split('<'))
        .ToFrozenDictionary(
            parts => parts[0],
            parts => parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : (int?)null,
            StringComparer.Ordinal);

    /// <summary>types.txt without its refused part: types of <c>pg_catalog</c>.</summary>
    public static FrozenSet<string> Types { get; } = Words("types.txt", refused: false).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The refused part of types.txt.</summary>
    public static FrozenSet<string> RefusedTypes { get; } = Words("types.txt", refused: true).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>one-argument.txt: functions of <c>pg_catalog</c> that field notation could call and that are not listed.</summary>
    public static FrozenSet<string> OneArgument { get; } = ListFile.Words("one-argument.txt").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Lines that begin with <c>!</c> are the refused part of a list.</summary>
    private static IEnumerable<string> Words(string list, bool refused) => ListFile.Lines(list).Where(line => line[0] == '!' == refused).SelectMany(Split);

    private static string[] Split(string line) => line.TrimStart('!', '+').Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
