using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>Dictionary forms: irregular ones from a table, plurals by rule (<see cref="WordStem.Singular"/>).</summary>
internal static class Lemmas
{
    private static readonly FrozenDictionary<string, string> Irregular =
        WordFile.Lines("lemmas").Select(line => line.Split(' ')).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <param name="word">Lower case.</param>
    public static string Of(string word) => Irregular.TryGetValue(word, out var lemma) ? lemma : WordStem.Singular(word);

    /// <summary>Lemmas of a phrase's words, in order.</summary>
    public static string[] OfPhrase(string phrase) =>
        [.. phrase.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries).Select(Of)];
}
