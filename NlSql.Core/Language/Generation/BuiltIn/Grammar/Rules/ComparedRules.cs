using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>One figure in two periods, and what became of it from one to the other.</summary>
internal static class ComparedRules
{
    private const string From = "since|between|within";

    public static IEnumerable<Rule> All { get; } =
    [
        new("When", "[within] Period versus [rel|those] [within] Period",
            a => Compared(a[1], a[5]) is { } both ? both with { IsAgainst = a[2] is not CueWord { Text: "and" } } : null, 0.2,
            "number of orders in 2024 vs 2025"),
        new("When", "[within] Period joined-with [rel|those] [within] Period", a => Compared(a[1], a[5]), 0.25,
            "compare number of orders in 2024 with 2025"),
        new("When", "[within] Period to rel|those [within] Period", a => Compared(a[1], a[5]), 0.25, "compare number of orders in 2024 to those in 2025"),
        new("Figure", $"bypercent|byhow [be] Summed changed {From} Period to|and Period", a => Change(a[2], a[5], a[7]), 0.3,
            "by how many percent did orders change from 2024 to 2025"),
        new("Figure", $"growth Summed {From} Period to|and Period", a => Change(a[1], a[3], a[5]), 0.3, "growth of orders from 2024 to 2025 by status"),
        new("Figure", $"Summed growth|changed {From} Period to|and Period", a => Change(a[0], a[3], a[5]), 0.3,
            "orders growth from March 2025 to May 2025"),
    ];

    private static AnyPart? Compared(Part? first, Part? second) =>
        Made.Period(first, r => r) is { } one && Made.Period(second, r => r) is { } other ? new AnyPart([one, other], AreCompared: true) : null;

    private static PeriodChangePart? Change(Part? of, Part? from, Part? to) =>
        ((PeriodWords)from!).Range is { From: not null, To: not null } before && ((PeriodWords)to!).Range is { From: not null, To: not null } after
            && before.From < after.From
            ? new PeriodChangePart((OperandPart)of!, before, after)
            : null;
}
