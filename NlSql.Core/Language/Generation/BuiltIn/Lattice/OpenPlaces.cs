using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Words of content that nothing answers to so far.</summary>
internal static class OpenPlaces
{
    public static bool[] Of(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places, Lexicon lexicon, WordTable words)
    {
        var isOpen = new bool[places.Count];
        for (var place = 0; place < places.Count; place++)
        {
            var token = tokens[places[place]];
            isOpen[place] = token.Kind == TokenKind.Word && token.Lower.Length > 2
                && !words.Fillers.Contains(token.Lower) && !words.Loaded.Contains(token.Lower)
                && !lexicon.Stopwords.Contains(token.Lower) && !lexicon.LightVerbs.Contains(token.Lower);
        }

        foreach (var reading in found)
        {
            for (var place = reading.First; place < reading.First + reading.Count; place++)
            {
                isOpen[place] = false;
            }
        }

        return isOpen;
    }
}
