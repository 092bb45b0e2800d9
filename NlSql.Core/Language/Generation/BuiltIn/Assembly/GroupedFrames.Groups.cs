using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What groups are made of: single rows, or things of which each has a figure of its own.</summary>
internal sealed partial class GroupedFrames
{
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
