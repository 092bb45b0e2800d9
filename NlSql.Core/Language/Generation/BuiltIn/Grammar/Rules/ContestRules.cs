using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Whether a figure is greater here than there: of two periods, places or kinds.</summary>
internal static class ContestRules
{
    private const string More = "gt|lt|more|less";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Contest", $"be Figure|Attr Cond {More} [than] Cond", a => Sides(a[1], a[2], a[3], a[1], a[5]), 0.3,
            "is the number of orders in 2025 higher than in 2024"),
        new("Contest", "be Figure|Attr more|less Cond than Cond", a => Sides(a[1], a[3], a[2], a[1], a[5]), 0.3,
            "was the total amount higher in 2025 than in 2024"),
        new("Contest", $"be Figure|Attr Cond {More} [than] Figure|Attr Cond", a => Sides(a[1], a[2], a[3], a[5], a[6]), 0.3,
            "is the average total amount of paid orders higher than the average total amount of cancelled orders"),
        new("Contest", "[asked] MeasureVerb more|less Cond than Cond",
            a => Sides(FigureRules.Measured(a[1]), a[3], a[2], FigureRules.Measured(a[1]), a[5]), 0.3),
        new("Contest", "[asked] [light] more|less Figure|Attr Cond than Cond", a => Sides(a[3], a[4], a[2], a[3], a[6]), 0.3),
    ];

    private static ContestPart? Sides(Part? left, Part? ofLeft, Part? relation, Part? right, Part? ofRight) =>
        ofLeft is MentionPart || ofRight is MentionPart || (ofLeft is PeriodPart) != (ofRight is PeriodPart) ? null
        : new ContestPart(Side(left, ofLeft), Made.RelationOf(relation), Side(right, ofRight));

    private static FigureSide Side(Part? figure, Part? own) => new((OperandPart)figure!, [(FilterPart)own!]);
}
