using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>What rows of a thing come to: "value of orders", whether they hold it themselves or their lines do.</summary>
internal sealed record WorthPart(EntityPart Of) : OperandPart;

/// <summary>How many a thing has room for.</summary>
internal sealed record CapacityPart(EntityPart Of) : OperandPart;

/// <summary>"how many different products did each customer buy": those that rows of what was done tell of, each once.</summary>
/// <param name="Done">The rows that a verb says are kept.</param>
internal sealed record KindsPart(EntityPart Of, EntityPart Done) : OperandPart;

/// <summary>One total by another, or by how many there are: "cars per passenger", "goals per match".</summary>
/// <param name="IsSaid">An average is asked for; else it may be meant where a breakdown would come to single rows.</param>
internal sealed record PerPart(OperandPart Of, OperandPart Per, bool IsSaid = false) : OperandPart;

/// <summary>A figure said together with what it is broken down by: "percentage of each operator's voyages".</summary>
internal sealed record EachPart(OperandPart Figure, IReadOnlyList<OperandPart> By) : Part;

/// <summary>"spent", apart from the "how much" that asks for it.</summary>
internal sealed record SpentPart(MeasurePart Amount) : Part;

/// <summary>What tells figures from what single rows have.</summary>
internal static class FigureKinds
{
    /// <summary>Worked out of several rows.</summary>
    public static bool IsFigure(this OperandPart? part) => part is CountPart or AggregatePart or MeasurePart or WorthPart or PerPart or KindsPart;
}
