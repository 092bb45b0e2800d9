using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>Things together with what the first of them is told by: "first clinician hired", "busiest stores by revenue".</summary>
internal sealed record RankedPart(OperandPart Of, BestPart Best) : Part;

/// <summary>"..., and which the fewest": the other end of what was asked before.</summary>
internal sealed record OtherEndPart(bool IsDescending) : Part;

/// <summary>"..., and how many did each have": the number by which the rows were told is to be shown.</summary>
internal sealed record AlsoCountPart(EntityPart? Of = null) : Part;

/// <summary>"with their country": shown beside what was asked for.</summary>
internal sealed record BesidePart(OperandPart What) : Part;
