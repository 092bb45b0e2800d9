using System.Buffers;
using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// A light stemmer for matching question words with names: plurals, then <c>-ing</c> and <c>-ed</c>. Stems are keys, never shown.
/// </summary>
internal static class WordStem
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");
    private static readonly string[] SibilantPlurals = ["sses", "shes", "ches", "xes", "zzes"];
    private static readonly string[] DerivedEndings =
        ["ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ors", "or", "ed", "ance", "ence", "al", "y", "e"];

    private static readonly string[] KeptEndings = ["ss", "us", "is", "'s"];

    /// <summary>Words that end like a plural and are none.</summary>
    private static readonly FrozenSet<string> Singulars = FrozenSet.Create(
        "gas", "news", "lens", "series", "species", "alias", "atlas", "bias", "canvas", "always", "has", "was", "yes", "its");

    public static string Of(string word)
    {
        var stem = Singular(word);
        if (stem.Length > 5 && stem.EndsWith("ing", StringComparison.Ordinal) && HasVowel(stem.AsSpan(0, stem.Length - 3)))
        {
            return Repair(stem[..^3]);
        }

        if (stem.Length > 4
            && stem.EndsWith("ed", StringComparison.Ordinal)
            && !stem.EndsWith("eed", StringComparison.Ordinal)
            && HasVowel(stem.AsSpan(0, stem.Length - 2)))
        {
            return Repair(stem[..^2]);
        }

        // "create" and "created" meet at "creat".
        return stem.Length > 4 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    /// <summary>"category" as "categories", "tax" as "taxes".</summary>
    public static string Plural(string word) =>
        word.EndsWith('s') || word.EndsWith('x') || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) ? $"{word}es"
        : word is [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] ? $"{word[..^1]}ies"
        : $"{word}s";

    /// <summary>
    /// Without a plural ending; other words stay as they are. The one rule of the product for it: what names and questions are split into must agree in
    /// search and translator. Why no library: docs/adr/0035.
    /// </summary>
    public static string Singular(string word)
    {
        if (word.Length < 3 || word[^1] != 's' || Singulars.Contains(word) || Array.Exists(KeptEndings, e => word.EndsWith(e, StringComparison.Ordinal)))
        {
            return word;
        }

        if (word.EndsWith("ies", StringComparison.Ordinal))
        {
            return word.Length > 4 ? word[..^3] + "y" : word[..^1];
        }

        // "boxes" and "classes", but "sizes" and "prizes".
        return Array.Exists(SibilantPlurals, e => word.EndsWith(e, StringComparison.Ordinal)) ? word[..^2] : word[..^1];
    }

    /// <summary>Cuts one derivational ending, so that "enrolled" and "enrolment" meet; at least four letters stay. Cruder than <see cref="Of"/>.</summary>
    public static string Root(string lemma)
    {
        foreach (var ending in DerivedEndings)
        {
            if (lemma.Length - ending.Length >= 4 && lemma.EndsWith(ending, StringComparison.Ordinal))
            {
                return lemma[..^ending.Length];
            }
        }

        return lemma;
    }

    // "stopp" was "stop"; "fill" and "pass" keep their letters.
    private static string Repair(string stem)
    {
        if (stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z' or 'e' or 'o'))
        {
            return stem[..^1];
        }

        return stem.Length > 4 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static bool HasVowel(ReadOnlySpan<char> text) => text.ContainsAny(Vowels);
}
