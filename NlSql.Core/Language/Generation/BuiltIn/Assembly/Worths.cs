using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// What rows of a thing come to: an amount that is computed of several columns of a row before one that stands in one of them (which may be that of a
/// piece), and that before what the lines of the thing come to together.
/// </summary>
internal sealed class Worths(Scene scene)
{
    private const double SureAmount = 0.8;
    private const double OfLines = 0.05;

    /// <summary>What adjectives of size speak of where things are worth money.</summary>
    private const string Amount = "amount";

    /// <summary>Null where rows come to nothing, or a column of the thing itself says what.</summary>
    public MeasureFact? Of(TableNode thing)
    {
        var computed = Revenues(thing).FirstOrDefault(m => m.Expression is MeasureOperation);
        return computed is not null || MeasureChoice.Amounts(thing, scene).Any(a => a.Score >= SureAmount) ? computed : OfItsLines(thing);
    }

    /// <summary>The rows that are added up; null where nothing tells an amount.</summary>
    public TableNode? GrainOf(TableNode thing) =>
        Of(thing)?.Grain ?? (MeasureChoice.Amounts(thing, scene).Any(a => a.Score >= SureAmount) ? thing : null);

    public Expression? Total(TableNode thing, Span at, Filter? where) => Row(thing, at) is { } row ? new Aggregate(Function.Sum, row, where) : null;

    /// <summary>The amount of one row of <see cref="GrainOf"/>.</summary>
    public Expression? Row(TableNode thing, Span at) => Of(thing) is { } fact ? AmountExpressions.Of(fact, at)
        : scene.Choices.Pick($"worth {thing}", at, MeasureChoice.Amounts(thing, scene).Where(a => a.Score >= SureAmount), c => c.ToString()) is { } column
            ? Scene.Use(column, at)
            : null;

    /// <summary>"the biggest orders" of orders that hold no amount of their own: those whose lines come to the most.</summary>
    public static void Rank(Sentence sentence, Scene scene)
    {
        if (sentence is { Best: { Key: null, Of: null, Degree: { } degree } best, Shows: [EntityPart { Name.Role: null } things], By.Count: 0 }
            && degree.Dimension.Columns.Contains(Amount) && scene.Table(things) is var table
            && !MeasureChoice.Graded(degree, table, scene).Any() && new Worths(scene).Of(table) is { } fact && fact.Grain != table)
        {
            sentence.Replace(best with { Key = new WorthPart(things) { At = degree.At }, Degree = null, IsOfTotal = true, IsDescending = degree.IsMore });
        }
    }

    private MeasureFact? OfItsLines(TableNode thing) => !IsSale(thing) ? null
        : scene.Tables.Where(t => t != thing && scene.Reach.ToOne(t, thing) == 1)
            .SelectMany(t => Revenues(t).Select(m => (Fact: m, Score: m.Score + (t.Key.Any(k => k.IsForeignKey) ? OfLines : 0))))
            .OrderByDescending(m => m.Score).Select(m => m.Fact).FirstOrDefault();

    private static IEnumerable<MeasureFact> Revenues(TableNode table) => table.Measures.Where(m => m is { Name: MeasureKinds.Revenue, Score: > 0 });

    /// <summary>What has lines: an order, an invoice.</summary>
    private static bool IsSale(TableNode thing) => thing.Words.Any(FactWords.English.Measures.HeadTables.Contains);
}
