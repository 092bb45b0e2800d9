namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Whether two words are forms of one verb: hired and hire, shipped and ship, opening and opened. By endings only; irregular forms are lemmas.
/// </summary>
internal static class VerbForms
{
    /// <summary>What the word may be a form of, itself among them: <c>shipped</c> gives shipped, shippe, shipp, ship.</summary>
    public static IReadOnlyList<string> Bases(string word)
    {
        var ending = word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) ? 2
            : word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) ? 3
            : 0;
        if (ending == 0)
        {
            return [word];
        }

        var root = word[..^ending];
        return root.Length > 3 && root[^1] == root[^2] ? [word, root + "e", root, root[..^1]] : [word, root + "e", root];
    }

    public static bool AreSame(string one, string other) => one == other || Bases(one).Intersect(Bases(other), StringComparer.Ordinal).Any();
}
