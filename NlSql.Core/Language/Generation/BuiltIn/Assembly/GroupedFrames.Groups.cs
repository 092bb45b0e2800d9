using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What groups are made of: single rows, or things of which each has a figure of its own.</summary>
internal sealed partial class GroupedFrames
{
    /// <summary>"most common status": groups by how many rows they have.</summary>
    public Answer? Common(Sentence sentence, CommonPart common)
    {
        var grain = sentence.Shows.OfType<EntityPart>().Select(scene.Table).Concat(sentence.Filters.OfType<MentionPart>().Select(m => scene.Table(m.Of)))
            .FirstOrDefault()
            ?? (common.By is { } done ? figures.ColumnOf(done)?.Table
                : common.Of is EntityPart entity ? Events(scene.Table(entity))
                : common.Of is AttributePart name && figures.ColumnOf(name) is { } column && TellsRows(column) ? Events(column.Table)
                : figures.GrainOf(common.Of));
        if (grain is null || figures.Dimension(common.Of, grain) is not { } dimension)
        {
            return null;
        }

        var by = sentence.By.FindAll(b => b is not EntityPart { Where.Count: 0 } things || scene.Table(things) != grain);
        var within = by.Select(b => figures.Dimension(b, grain)).OfType<Expression>().ToList();
        scene.Lost.AddRange((within.Count < by.Count ? by : []).Concat(sentence.Figures.Select(f => f.Figure))
            .Concat(sentence.Shows.Where(s => s is AttributePart shown && figures.ColumnOf(shown, grain)?.Table is var table && table != grain
                && table != (dimension as EntityUse)?.Of.Table && table != (dimension as ColumnUse)?.Column.Table)).Select(p => p.At));
        scene.Lost.AddRange(sentence.Orders.Select(o => o.At).Concat(sentence.Best is { } best ? [best.At] : []));
        var where = Where(sentence, sentence.Filters, [common.Of, .. sentence.Shows], grain);
        var count = new RowCount(Scene.Ref(grain)) { At = common.At };
        return new SingleAnswer(new QueryFrame
        {
            Grain = Scene.Ref(grain),
            By = [.. within, dimension],
            Show = [.. within, dimension, count],
            Where = where,
            Order = [new Ordering(count, common.IsDescending)],
            Rank = common.Count == 0 ? null : new Rank(common.Count, false, within, IsImplied: common.Count == 1)
            {
                KeepsTies = common.Count == 1 && within.Count > 0,
            },
        });
    }

    /// <summary>"most common diagnoses" by the names of a table that has each once: what is common is common among rows that refer to it.</summary>
    private static bool TellsRows(ColumnNode column) => column.Table.Display is [var shown] && shown == column
        && (column.Info.Statistics.DistinctCount is not { } different || different >= column.Table.Info.RowEstimate * 0.99);

    /// <summary>Groups by these would be the rows themselves: nothing would be added up in them.</summary>
    private bool IsSingleRows(IReadOnlyList<OperandPart> by, TableNode grain, int least)
    {
        var things = by.OfType<EntityPart>().Select(scene.Table).ToHashSet();
        var keys = scene.Reach.EdgesOf(grain).Where(e => e.Many == grain && things.Contains(e.One)).SelectMany(e => e.ManyColumns).ToHashSet();
        return by.Count >= least && (things.Contains(grain) || (grain.Key.Count > 0 && grain.Key.All(keys.Contains)));
    }

    /// <summary>"average value of orders": of each order, where its lines hold it.</summary>
    private GroupsPart? AsGroups(OperandPart figure) => figure as GroupsPart
        ?? (figure is AggregatePart { Function: not Function.Sum, Of: WorthPart worth } aggregate && figures.GrainOf(worth) != scene.Table(worth.Of)
            ? new GroupsPart(aggregate.Function, worth, worth.Of with { Where = [] }) { At = figure.At }
            : null);

    /// <summary>The rows that tell how often a thing was chosen: the largest table that refers to it.</summary>
    private TableNode? Events(TableNode thing)
    {
        var referring = scene.Reach.EdgesOf(thing).Where(e => e.One == thing && e.Many != thing).Select(e => e.Many).Distinct().ToList();
        scene.Choices.Doubt(referring.Count == 1 ? 1 : 0.9);
        return referring.MaxBy(t => t.Info.RowEstimate ?? 0);
    }
}
