using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>Words by which designers of schemas mark keys.</summary>
internal static class KeyWords
{
    private static readonly char[] Digits = [.. "0123456789"];

    private static readonly FrozenSet<string> Endings = FrozenSet.Create(
        "id", "ids", "uuid", "guid", "code", "key", "no", "number", "ref", "reference", "nr", "num", "fk", "pk", "sk", "identifier");

    /// <summary>What begins names of tables and says nothing of what is in them.</summary>
    private static readonly FrozenSet<string> TablePrefixes = FrozenSet.Create(
        "tbl", "tb", "dim", "dimension", "fact", "lu", "lkp", "lookup", "mst", "ref", "reference");

    /// <summary>Words of columns that many tables have, each with values of its own: first_name, status, postal_code.</summary>
    private static readonly FrozenSet<string> General = FrozenSet.Create(
        "name", "title", "type", "date", "description", "status", "year", "first", "last", "middle", "full", "short", "long", "given", "family", "display",
        "postal", "zip", "phone", "fax", "house", "line", "row", "sort", "order", "sequence", "serial", "version");

    /// <summary>Columns of these names refer to another row of their own table.</summary>
    private static readonly FrozenSet<string> Rows = FrozenSet.Create("parent", "ancestor", "predecessor", "previous", "next", "successor", "superseded");

    /// <summary>Columns of these names refer to a person.</summary>
    private static readonly FrozenSet<string> Superiors = FrozenSet.Create("manager", "supervisor", "boss", "superior", "chief");

    private static readonly FrozenSet<string> Persons = FrozenSet.Create("employee", "staff", "person", "people", "personnel", "worker", "member", "user");

    /// <summary>The word says that a column identifies something, not what.</summary>
    public static bool IsEnding(string word) => Endings.Contains(word);

    public static bool IsGeneral(string word) => General.Contains(word);

    /// <summary>The word, or a word that only marks one of several: <c>id2</c> is id.</summary>
    public static string WithoutNumber(string word) =>
        word is [.., >= '0' and <= '9'] && word.TrimEnd(Digits) is { Length: > 0 } bare && IsEnding(bare) ? bare : word;

    /// <summary>
    /// Words of a column for comparing keys: <c>id2</c> is id, a number at the end is none, and <c>petid</c>, which no dictionary could cut, is pet, id.
    /// </summary>
    public static IReadOnlyList<string> Of(ColumnNode column)
    {
        var last = column.Words[^1];
        if (last is not [.., >= '0' and <= '9'] && !(last.Length > 4 && last.EndsWith("id", StringComparison.Ordinal)))
        {
            return column.Words;
        }

        List<string> words = [.. column.Words];
        if (words.Count > 1 && words[^1].All(char.IsAsciiDigit))
        {
            words.RemoveAt(words.Count - 1);
        }

        words[^1] = WithoutNumber(words[^1]);
        if (!IsEnding(words[^1]) && words[^1].Length > 4 && words[^1].EndsWith("id", StringComparison.Ordinal))
        {
            words[^1] = words[^1][..^2];
            words.Add("id");
        }

        return words;
    }

    public static bool IsTablePrefix(string word) => TablePrefixes.Contains(word);

    /// <summary><c>parent_id</c>, <c>previous_version</c>.</summary>
    public static bool RefersToOwnTable(IReadOnlyList<string> stem) => stem is [var only] && Rows.Contains(only);

    /// <summary><c>manager_id</c>, <c>reports_to</c>.</summary>
    public static bool RefersToSuperior(IReadOnlyList<string> stem) => stem switch
    {
        ["report" or "reports" or "reporting", "to"] => true,
        [.., var last] => stem.Count <= 2 && Superiors.Contains(last),
        _ => false,
    };

    public static bool ArePersons(TableNode table) => Persons.Contains(table.Words[^1]);
}
