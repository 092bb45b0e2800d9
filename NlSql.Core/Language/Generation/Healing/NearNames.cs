using NlSql.Core.Foundation.Texts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Which of some names a name was probably meant to be. Prefers saying nothing to a choice between equals.</summary>
internal static class NearNames
{
    /// <summary>Shorter names are too near to too many others.</summary>
    private const int ShortestForSlips = 4;

    /// <summary>The one name that differs in case, blanks, underscores and a plural only.</summary>
    public static string? Same(string wanted, IEnumerable<string> names)
    {
        var letters = Letters(wanted);
        return Only(names.Where(name => Letters(name) == letters));
    }

    /// <summary>
    /// <see cref="Same"/>, else the one name that is the wanted one with or without its table's (<c>singer_name</c>, <c>name</c>) or with one
    /// more word (<c>birth_date</c>, <c>date</c>), else the one within a few slips of the pen.
    /// </summary>
    public static string? Nearest(string wanted, IReadOnlyCollection<string> names, string? owner) =>
        Same(wanted, names) ?? WithOwner(wanted, names, owner) ?? WithAnotherWord(wanted, names) ?? Slip(wanted, names);

    private static string? WithOwner(string wanted, IReadOnlyCollection<string> names, string? owner)
    {
        if (owner is null)
        {
            return null;
        }

        var letters = Letters(wanted);
        var prefix = Letters(owner);
        return Only(names.Where(name => prefix + Letters(name) == letters || prefix + letters == Letters(name)));
    }

    private static string? WithAnotherWord(string wanted, IReadOnlyCollection<string> names)
    {
        var words = Words(wanted);
        return Only(names.Where(name => Words(name) is var other && other.Length != words.Length && (other.All(words.Contains) || words.All(other.Contains))));
    }

    private static string? Slip(string wanted, IReadOnlyCollection<string> names)
    {
        if (wanted.Length < ShortestForSlips)
        {
            return null;
        }

        var near = names.Select(name => (Name: name, Distance: EditDistance.Between(wanted, name)))
            .Where(n => n.Distance <= EditDistance.Tolerance(wanted) - (wanted.Length < 6 ? 0 : 1))
            .ToList();
        return near.Count == 0 ? null : Only(near.Where(n => n.Distance == near.Min(other => other.Distance)).Select(n => n.Name));
    }

    private static string? Only(IEnumerable<string> names)
    {
        var found = names.Distinct(StringComparer.Ordinal).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static string Letters(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.Length > 3 && letters[^1] == 's' && letters[^2] != 's' ? letters[..^1] : letters;
    }

    private static string[] Words(string name) => [.. NameWords.Parts(name).Select(Letters)];
}
