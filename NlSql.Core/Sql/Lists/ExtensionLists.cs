using System.Collections.Frozen;

namespace NlSql.Core.Sql.Lists;

/// <summary>extension-functions.txt: functions of well-known extensions that may be called where the catalog says that they are theirs.</summary>
internal static class ExtensionLists
{
    /// <summary>Every entry; an extension's functions can share a name with another's.</summary>
    public static IReadOnlyList<ListedFunction> All { get; } = [.. ListFile.Lines("extension-functions.txt").SelectMany(Entries)];

    /// <summary>The same by name.</summary>
    public static FrozenDictionary<string, ListedFunction[]> ByName { get; } =
        All.GroupBy(function => function.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary><c>pg_trgm from 1.3: similarity word_similarity</c>.</summary>
    private static IEnumerable<ListedFunction> Entries(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (line[..colon].Split(' ') is not [var extension, "from", var version, .. var language])
        {
            throw new InvalidOperationException($"extension-functions.txt has a line without \"from\" and a version: {line}");
        }

        return line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new ListedFunction(
            extension,
            Version.Parse(version),
            word.Split('/', '~')[0],
            TakesOne: word.EndsWith("/1", StringComparison.Ordinal),
            IsRandom: word.EndsWith('~'),
            IsSql: language is ["sql"]));
    }
}

/// <param name="Extension">Its name.</param>
/// <param name="Since">The first version of it that was looked at.</param>
/// <param name="Name">The function's, without a schema.</param>
/// <param name="TakesOne">May be called with one argument only.</param>
/// <param name="IsRandom">Volatile, because it gives random values.</param>
/// <param name="IsSql">The extension has it, or an overload of it, in SQL; all others are C.</param>
internal sealed record ListedFunction(string Extension, Version Since, string Name, bool TakesOne, bool IsRandom, bool IsSql);
