using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>
/// How well the rows of a table can be told apart by all that a question breaks down by and asks of them. A figure is added up over rows that each belong
/// to one of what it is broken down by: an amount of a summary that meets the products of a question only by way of many others is not what was meant.
/// </summary>
internal sealed class Fitness(Scene scene, Sentence sentence)
{
    private const double PerStep = 0.04;

    /// <summary>Lines of an order are told by its day as surely as the order is.</summary>
    private const double PerStepToDay = 0.01;
    private const double ByMany = 0.35;
    private const double Never = 0.6;
    private const double Alike = 0.15;
    private readonly Dictionary<TableNode, double> known = [];
    private readonly List<Func<TableNode, double>> wants = [.. Wants(scene, sentence)];

    /// <summary>The question is broken down by such stretches of time.</summary>
    public bool IsBy(string unit) => sentence.By.OfType<UnitPart>().Any(u => u.Unit.Unit == unit);

    /// <summary>0 where the rows have it all themselves, less for each key to follow.</summary>
    public double Of(TableNode grain)
    {
        if (!known.TryGetValue(grain, out var fit))
        {
            known[grain] = fit = -wants.Sum(w => w(grain));
        }

        return fit;
    }

    private static IEnumerable<Func<TableNode, double>> Wants(Scene scene, Sentence sentence)
    {
        var parts = sentence.By.Concat<Lattice.Part>(sentence.Shows).Concat(sentence.Filters).Concat(sentence.Figures.SelectMany(f => Conditions(f.Figure)));
        foreach (var part in parts.SelectMany(PartWalk.All))
        {
            if (part is UnitPart { Of: null } or PeriodPart { Column: null })
            {
                yield return grain => Nearest(scene, grain, scene.Tables.Where(t => IsDated(t, scene)), PerStepToDay);
            }
            else if (Tables(part) is { Count: > 0 } tables)
            {
                yield return grain => Nearest(scene, grain, tables, PerStep);
            }
        }
    }

    private static bool IsDated(TableNode table, Scene scene) =>
        table.Series is not null || table.Columns.Any(c => c.IsYear) || DateChoice.HasOwn(table, scene);

    /// <summary>What is said of the things of a figure.</summary>
    private static IEnumerable<Lattice.Part> Conditions(OperandPart figure) =>
        PartWalk.All(figure).OfType<EntityPart>().SelectMany(e => e.Where);

    private static List<TableNode> Tables(Lattice.Part part) => part switch
    {
        EntityPart entity => [.. entity.Name.Tables.Where(t => t.Score >= entity.Name.Tables[0].Score - Alike).Select(t => t.Node)],
        AttributePart attribute when !attribute.Name.Columns.Any(c => c.Node.IsMeasure) =>
            [.. attribute.Name.Columns.Where(c => c.Score >= attribute.Name.Columns[0].Score - Alike).Select(c => c.Node.Table).Distinct()],
        ValuesPart { Column: null, Of: null, AreNames: false } values => [.. values.Values[0].Values.Select(v => v.Column.Table).Distinct()],
        _ => [],
    };

    private static double Nearest(Scene scene, TableNode grain, IEnumerable<TableNode> tables, double perStep) =>
        tables.Select(t => t == grain ? 0
            : scene.Reach.ToOne(grain, t) is { } near ? perStep * near
            : scene.Reach.Any(grain, t) is not null ? ByMany
            : Never).DefaultIfEmpty(0).Min();
}
