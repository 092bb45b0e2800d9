using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Who is rated, and who rates: "best customers" are not those who rate products best.</summary>
internal static class Opinions
{
    /// <summary>All ratings near a thing are those of something else that their table is called by: customers give "product reviews".</summary>
    public static bool IsGiven(DegreeWord degree, TableNode thing, Scene scene)
    {
        var ratings = scene.Tables.Where(t => scene.Reach.ToOne(t, thing) == 1 && MeasureChoice.Graded(degree, t, scene).Any()).ToList();
        return degree.Dimension.Columns.Any(Deeds.English.Opinions.Contains) && ratings.Count > 0 && ratings.TrueForAll(t => scene.Reach.EdgesOf(t)
            .Any(e => e.Many == t && e.One != thing && e.One.Words.All(t.Words.Contains)));
    }

    /// <summary>What is sold to them, or by them; null where nothing tells it.</summary>
    public static MeasurePart? Worth(DegreeWord degree, Scene scene)
    {
        var revenues = scene.Tables.SelectMany(t => t.Measures).Where(m => m is { Name: MeasureKinds.Revenue, Score: > 0 })
            .Select(m => new Candidate<MeasureFact>(m, 1)).ToList();
        return revenues.Count == 0 ? null : new MeasurePart(new MeasureName(revenues) { At = degree.At }) { At = degree.At };
    }
}
