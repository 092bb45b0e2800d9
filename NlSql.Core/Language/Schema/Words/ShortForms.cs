namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Words of names that a designer has shortened by leaving out vowels or the end: <c>plyr</c> and <c>tm</c> and <c>seas</c> for player, team and season.
/// What they stand for is not guessed: a word that somebody says either shortens to them or does not.
/// </summary>
internal sealed class ShortForms
{
    private const int Longest = 6;
    private const int ShortestSaid = 4;
    private const int ShortestStart = 3;
    private const double AllConsonants = 0.9;
    private const double TwoLetters = 0.82;
    private const double Beginning = 0.85;
    private const double FirstConsonants = 0.8;
    private readonly ILookup<string, string> bySkeleton;
    private readonly HashSet<string> cut;

    /// <param name="names">Words of names, as lemmas.</param>
    /// <param name="dictionary">Words of the language, which are no short forms; with none of them only what has no vowel inside is taken for one.</param>
    public ShortForms(IEnumerable<string> names, WordSegmenter dictionary)
    {
        var all = names.Where(n => n.Length is >= 2 and <= Longest && n.All(char.IsAsciiLetterLower)).Distinct(StringComparer.Ordinal).ToList();
        cut = dictionary == WordSegmenter.None ? [] : [.. all.Where(n => n.Length >= ShortestStart && !dictionary.IsCommon(n))];
        bySkeleton = all.Where(n => IsWithoutVowels(n) || cut.Contains(n)).ToLookup(Skeleton, StringComparer.Ordinal);
    }

    /// <summary>Words of names that <paramref name="said"/> may be shortened to, with how surely.</summary>
    /// <param name="said">A lemma.</param>
    public IEnumerable<(string Name, double Score)> Of(string said)
    {
        if (said.Length < ShortestSaid || StopWords.Contains(said) || !said.All(char.IsAsciiLetterLower))
        {
            yield break;
        }

        var skeleton = Skeleton(said);
        foreach (var name in bySkeleton[skeleton].Where(n => n.Length < said.Length && n[0] == said[0]))
        {
            yield return (name, name.Length == 2 ? TwoLetters : AllConsonants);
        }

        for (var length = ShortestStart; length < said.Length - 1; length++)
        {
            if (cut.TryGetValue(said[..length], out var start))
            {
                yield return (start, Beginning);
            }
        }

        for (var length = ShortestStart; length < skeleton.Length; length++)
        {
            foreach (var name in bySkeleton[skeleton[..length]].Where(n => n.Length < said.Length && HoldsInOrder(said, n)))
            {
                yield return (name, FirstConsonants);
            }
        }
    }

    /// <summary>True when the letters stand in the word in this order.</summary>
    internal static bool HoldsInOrder(string word, string letters)
    {
        var at = 0;
        foreach (var letter in word)
        {
            at += at < letters.Length && letters[at] == letter ? 1 : 0;
        }

        return at == letters.Length;
    }

    /// <summary>The first letter and the consonants behind it, each once where it is doubled.</summary>
    private static string Skeleton(string word)
    {
        Span<char> kept = stackalloc char[word.Length];
        var count = 0;
        foreach (var letter in word)
        {
            if (count == 0 || (!IsVowel(letter) && kept[count - 1] != letter))
            {
                kept[count++] = letter;
            }
        }

        return kept[..count].ToString();
    }

    private static bool IsWithoutVowels(string name) => name.Length > 1 && !name[1..^1].Any(IsVowel) && !IsVowel(name[0]);

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
