using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Finds values that are said in part: "type 2 diabetes" of "Type 2 diabetes mellitus", "cancelled" of "Cancelled by patient" and "Cancelled by hospital".
/// Only of a column all of whose values are known, and only where a word of it is nothing else in the schema.
/// </summary>
internal sealed class PartValueReader(Lexicon lexicon, WordTable words, INameSource names)
{
    private const int Longest = 4;
    private const double Said = 0.95;

    /// <summary>What is another word for a thing is rather that thing.</summary>
    private const double Thing = 0.5;

    public void AddTo(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places, bool[] isOpen)
    {
        for (var place = 0; place < places.Count; place++)
        {
            for (var count = Math.Min(Longest, places.Count - place); count > 0; count--)
            {
                var stretch = places.GetRange(place, count).ConvertAll(p => tokens[p]);
                if (Enumerable.Range(place, count).Any(p => isOpen[p]) && stretch.TrueForAll(IsSayable) && !IsPlain(stretch[0]) && !IsPlain(stretch[^1])
                    && !(count == 1 && Deeds.English.Plain.Contains(stretch[0].Lemma))
                    && names.ValuesInPart([.. stretch.Select(t => t.Text)]) is { Count: > 0 } values)
                {
                    var isThing = found.Exists(r => r.First == place && r.Count == count && r.Part is TableName);
                    found.Add(new Reading(Symbols.Value, place, count,
                        new ValueWord(string.Join(' ', stretch.Select(t => t.Text)), [.. values.Select(v => v with { Score = Said })]),
                        isThing ? Thing : Said));
                    break;
                }
            }
        }
    }

    /// <summary>A name in capitals is rather one that is not known than a part of another.</summary>
    private static bool IsSayable(Token token) => token.Kind == TokenKind.Number || (token.Kind == TokenKind.Word && !token.IsCapitalised);

    private bool IsPlain(Token token) => words.Loaded.Contains(token.Lower) || words.Fillers.Contains(token.Lower) || lexicon.Stopwords.Contains(token.Lower);
}
