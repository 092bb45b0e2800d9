using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>"What does a hammer cost" asks for its price rather than for what was spent on hammers in all.</summary>
internal static class PieceCosts
{
    private const double Called = 0.9;
    private const string Costly = "expensive";
    private static readonly string[] Bounds = ["gt", "ge", "lt", "le"];

    public static List<Reading> Of(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places, WordTable words)
    {
        var does = places.FindIndex(p => words.AskingVerbs.Contains(tokens[p].Lower) && tokens[p].Lower.EndsWith('s'));
        var cost = does < 0 ? -1 : places.FindIndex(does, p => tokens[p].Lemma == Cost);
        return cost < 0 ? found
            : [.. found.Where(r => r.First != cost || r.Symbol != Symbols.Measure).Select(r => r.First == cost ? Priced(r) : r)];
    }

    /// <summary>"tools that cost more than 100": more of what "expensive" speaks of.</summary>
    public static IEnumerable<Reading> Compared(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places, Lexicon lexicon) =>
        lexicon.Dimensions.FirstOrDefault(d => d.Sign > 0 && d.Words.Contains(Costly)) is not { } price ? []
        : from place in Enumerable.Range(0, Math.Max(0, places.Count - 1))
          where tokens[places[place]].Lemma == Cost && found.Exists(r => r.First == place + 1 && Array.IndexOf(Bounds, r.Symbol) >= 0)
          select new Reading(Symbols.GradedVerb, place, 1, new DegreeWord(price, IsMore: true), Called);

    private static Reading Priced(Reading reading)
    {
        if (reading.Part is not ColumnName name || name.Columns[0].Score >= Called)
        {
            return reading;
        }

        var prices = name.Columns.Where(c => !c.Node.Words.Contains(Cost)).ToList();
        return prices.Exists(c => c.Node.Words.Any(FactWords.English.Measures.PieceCosts.Contains)) ? reading with { Part = name with { Columns = prices } }
            : reading;
    }

    private static string Cost => FactWords.English.Measures.PieceCosts[0];
}
