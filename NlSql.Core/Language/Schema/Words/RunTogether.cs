namespace NlSql.Core.Language.Schema.Words;

/// <summary>
/// Names that are put together from short forms without a separator: <c>prodord</c>, <c>goodsrcpt</c> and <c>lastcntdt</c> for product order, goods receipt
/// and last count date. Every letter has to belong to a piece that is known, and one of the pieces has to be a short form.
/// </summary>
internal static class RunTogether
{
    private const int Shortest = 4;
    private const int Longest = 32;
    private const int LongestPiece = 14;

    /// <summary>"volts" is no volume with a timestamp.</summary>
    private const int ShortWithTimestamp = 5;
    private const int MostPieces = 4;

    private const double ShortForm = 1;
    private const double HouseWord = 1;
    private const double DictionaryWord = 1.2;
    private const double ThreeLetters = 1.5;

    // "po" and "dt" are short forms, but two letters stand together by chance too; prepositions ("post" + "at") most of all.
    private const double TwoLettersMore = 0.6;
    private const double TwoLetterWord = 2.5;

    /// <summary>The words of <paramref name="name"/> (lower case), short forms written out; null where it does not fall into known pieces.</summary>
    /// <param name="isWord">Words that this catalog's names, or names anywhere, are made of.</param>
    public static IReadOnlyList<string>? Cut(string name, WordSegmenter dictionary, Func<string, bool> isWord)
    {
        if (name.Length is < Shortest or > Longest || (name.Length <= ShortWithTimestamp && name.EndsWith("ts", StringComparison.Ordinal))
            || !name.All(char.IsAsciiLetterLower) || IsOfTheLanguage(name, dictionary))
        {
            return null;
        }

        var best = new (double Cost, int From, int Pieces)[name.Length + 1];
        Array.Fill(best, (double.PositiveInfinity, 0, 0), 1, name.Length);
        for (var end = 2; end <= name.Length; end++)
        {
            for (var start = Math.Max(0, end - LongestPiece); start <= end - 2; start++)
            {
                if (best[start].Pieces < MostPieces && !double.IsPositiveInfinity(best[start].Cost)
                    && best[start].Cost + CostOf(name[start..end], dictionary, isWord) is var cost && cost < best[end].Cost)
                {
                    best[end] = (cost, start, best[start].Pieces + 1);
                }
            }
        }

        return double.IsPositiveInfinity(best[^1].Cost) || best[^1].Pieces == 1 ? null : Words(name, best, isWord);
    }

    private static List<string>? Words(string name, (double Cost, int From, int Pieces)[] best, Func<string, bool> isWord)
    {
        var words = new List<string>();
        bool hasShortForm = false, isMereWordBehind = false;
        for (var end = name.Length; end > 0; end = best[end].From)
        {
            var piece = name[best[end].From..end];
            var written = Abbreviations.Within(piece);
            if (written is not null && isMereWordBehind)
            {
                // "trans" + "porter", "no" + "ten", "cont" + "rat": words of other languages fall into such pieces by chance.
                return null;
            }

            hasShortForm |= written is not null;
            isMereWordBehind |= written is null && !isWord(piece);
            words.InsertRange(0, written ?? [piece]);
        }

        return hasShortForm ? words : null;
    }

    private static double CostOf(string piece, WordSegmenter dictionary, Func<string, bool> isWord)
    {
        if (Abbreviations.Within(piece) is not null)
        {
            return piece.Length == 2 ? ShortForm + TwoLettersMore : ShortForm;
        }

        return piece.Length switch
        {
            2 => dictionary.Knows(piece) ? TwoLetterWord : double.PositiveInfinity,
            _ when isWord(piece) => HouseWord,
            3 => dictionary.Knows(piece) || dictionary.IsCommon(piece) ? ThreeLetters : double.PositiveInfinity,
            _ => IsOfTheLanguage(piece, dictionary) ? DictionaryWord : double.PositiveInfinity,
        };
    }

    private static bool IsOfTheLanguage(string word, WordSegmenter dictionary) => dictionary.Knows(word) || dictionary.Knows(WordStem.Singular(word));
}
