using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Who is rated, and who rates: "best customers" are not those who rate products best.</summary>
internal static class Opinions
{
    /// <summary>Ratings are those of others that the thing gives, and never gets: customers write "product reviews".</summary>
    public static bool IsGiven(DegreeWord degree, TableNode thing, Scene scene)
    {
        if (!degree.Dimension.Columns.Any(Deeds.English.Opinions.Contains) || !Deeds.English.Raters.Contains(thing.Words[^1]))
        {
            return false;
        }

        var ratings = scene.Tables.Where(t => scene.Reach.ToOne(t, thing) == 1 && MeasureChoice.Graded(degree, t, scene).Any()).ToList();
        return ratings.Count > 0 && ratings.TrueForAll(t => !thing.Words.All(t.Words.Contains)
            && scene.Reach.EdgesOf(t).Any(e => e.Many == t && e.One != thing && !Deeds.English.Raters.Contains(e.One.Words[^1])));
    }

    /// <summary>What is sold to them, or by them; null where nothing tells it.</summary>
    public static MeasurePart? Worth(DegreeWord degree, Scene scene)
    {
        var revenues = scene.Tables.SelectMany(t => t.Measures).Where(m => m is { Name: MeasureKinds.Revenue, Score: > 0 })
            .Select(m => new Candidate<MeasureFact>(m, 1)).ToList();
        return revenues.Count == 0 ? null : new MeasurePart(new MeasureName(revenues) { At = degree.At }) { At = degree.At };
    }
}
