using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>Short forms that database designers write in names, with the words they stand for.</summary>
internal static class Abbreviations
{
    private static readonly FrozenDictionary<string, Entry> Entries =
        WordFile.Lines("abbreviations").Select(Parse).ToFrozenDictionary(entry => entry.Short, StringComparer.Ordinal);

    /// <summary>All words that <paramref name="word"/> may stand for; empty when it is no known short form.</summary>
    public static IReadOnlyList<string> Expand(string word) => Entries.TryGetValue(word, out var entry) && !entry.IsPart ? entry.All : [];

    /// <summary>
    /// The words to read instead of a short form that nobody says (<c>amt</c>), none for one that says nothing (<c>pk</c>); null for what is no short form or
    /// is said too (<c>max</c>).
    /// </summary>
    public static IReadOnlyList<string>? Replacement(string word) =>
        Entries.TryGetValue(word, out var entry) && entry is { IsSaid: false, IsPart: false } ? entry.First : null;

    /// <summary>
    /// The words to read for a piece of a name that runs together (<c>scr</c> of <c>scrqty</c>), itself for what is said too (<c>max</c>); null for what is no
    /// short form.
    /// </summary>
    public static IReadOnlyList<string>? Within(string piece) =>
        !Entries.TryGetValue(piece, out var entry) || entry.First.Count == 0 ? null : entry.IsSaid ? [piece] : entry.First;

    /// <summary>True when one of the two is a short form that people say too, and the other what it stands for.</summary>
    public static bool AreSame(string one, string other) => StandsFor(one, other) || StandsFor(other, one);

    private static bool StandsFor(string shorter, string word) => Entries.TryGetValue(shorter, out var entry) && entry.First is [var only] && only == word;

    private static Entry Parse(string line)
    {
        var at = line.AsSpan().IndexOfAny('=', '~', '+');
        var readings = line[(at + 1)..].Split(';').Select(reading => reading.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return new Entry(line[..at].Trim(), line[at] == '~', line[at] == '+', readings[0], [.. readings.SelectMany(words => words)]);
    }

    private sealed record Entry(string Short, bool IsSaid, bool IsPart, IReadOnlyList<string> First, IReadOnlyList<string> All);
}
