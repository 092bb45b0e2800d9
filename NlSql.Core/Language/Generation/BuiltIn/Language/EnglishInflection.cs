using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>Regular English word forms; irregular ones are in the word table.</summary>
internal static class EnglishInflection
{
    /// <inheritdoc cref="WordStem.Root"/>
    public static string Stem(string lemma) => WordStem.Root(lemma);

    /// <summary>"opened", "hired": such a word after a noun says what happened to it and is no part of its name.</summary>
    public static bool IsParticiple(string word) => word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal);

    public static IEnumerable<string> Comparatives(string adjective) => adjective switch
    {
        "good" => ["better"],
        "well" => ["better"],
        "bad" => ["worse"],
        _ => [Graded(adjective, "er"), "more " + adjective],
    };

    public static IEnumerable<string> Superlatives(string adjective) => adjective switch
    {
        "good" or "well" => ["best"],
        "bad" => ["worst"],
        "late" => ["latest", "last"],
        _ => [Graded(adjective, "est"), "most " + adjective],
    };

    private static string Graded(string adjective, string ending)
    {
        if (adjective.EndsWith('e'))
        {
            return adjective + ending[1..];
        }

        if (adjective.EndsWith('y'))
        {
            return adjective[..^1] + "i" + ending;
        }

        return adjective is "big" ? "bigg" + ending : adjective + ending;
    }
}
