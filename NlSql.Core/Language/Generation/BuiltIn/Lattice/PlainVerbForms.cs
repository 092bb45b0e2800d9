using System.Collections.Frozen;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Forms of verbs that add nothing to what stands around them.</summary>
/// <param name="Past">Past forms and those in "-ing", which are verbs wherever they stand: "published".</param>
/// <param name="Present">Forms that may be nouns as well: "posts".</param>
internal sealed record PlainVerbForms(FrozenSet<string> Past, FrozenSet<string> Present)
{
    public bool Contain(string word) => Past.Contains(word) || Present.Contains(word);

    /// <param name="verbs">Past forms by the verb.</param>
    public static PlainVerbForms Of(IReadOnlyDictionary<string, string[]> verbs) =>
        new(verbs.Values.SelectMany(v => v).ToFrozenSet(), verbs.Keys.SelectMany(v => (string[])[v, Third(v)]).ToFrozenSet());

    private static string Third(string verb) => verb[^1] == 'y' && !"aeou".Contains(verb[^2], StringComparison.Ordinal) ? verb[..^1] + "ies"
        : verb.EndsWith('s') || verb.EndsWith("sh", StringComparison.Ordinal) || verb.EndsWith("ch", StringComparison.Ordinal) ? verb + "es"
        : verb + "s";
}
