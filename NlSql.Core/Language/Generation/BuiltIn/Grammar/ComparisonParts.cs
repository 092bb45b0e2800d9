using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>What a number is held against where that is a figure of other rows: "than any hammer", "twice the average for their own position".</summary>
/// <param name="Of">Null for the number that is compared.</param>
/// <param name="Among">The rows that it is taken over; null for all.</param>
/// <param name="Alike">What those rows share with the one that is compared; null for nothing.</param>
internal sealed record YardstickPart(Function Function, OperandPart? Of = null, EntityPart? Among = null, OperandPart? Alike = null) : OperandPart
{
    /// <summary>"twice the average"</summary>
    public decimal Times { get; init; } = 1;
}

/// <summary>Two keys, or two columns, that hold the same: "the billing and the shipping address are the same".</summary>
internal sealed record SamePart(OperandPart Left, OperandPart Right, bool IsSame) : FilterPart;

/// <summary>"from another country than their manager": a column beside the same column of the row that a key refers to.</summary>
internal sealed record RoleComparePart(AttributePart Column, Lattice.TableName Role, Relation Relation) : FilterPart;

/// <summary>Rows that others refer to in a role: "employees who are managers", "airports that are an origin".</summary>
internal sealed record InRolePart(Lattice.TableName Role) : FilterPart;

/// <summary>Which of two figures is greater, to be answered yes or no: "did we have more orders in 2024 than in 2023".</summary>
internal sealed record ContestPart(FigureSide Left, Relation Relation, FigureSide Right) : Lattice.Part;

/// <param name="Own">Conditions of this side alone.</param>
internal sealed record FigureSide(OperandPart Figure, IReadOnlyList<FilterPart> Own);

/// <summary>"out of stock", "in stock", "below reorder level": how much there is of a thing.</summary>
/// <param name="Stock">The amounts that tell it; null where none is named.</param>
/// <param name="Below">What there should be of it at least; null where any is enough.</param>
internal sealed record StockPart(Lattice.MeasureName? Stock, bool IsOut, AttributePart? Below = null) : FilterPart;
