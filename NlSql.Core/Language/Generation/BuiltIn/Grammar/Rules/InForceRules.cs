using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>What was so on a day that is said.</summary>
internal static class InForceRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        new("Cond", "[rel] [be] inforce [within] Period", a => OnDay(a[4]), 0.15, "titles that were valid on 15 October 2025"),
        new("Cond", "[rel] [be] [inforce] [within] Moment", a => OnDay(a[4]), 0.15, "number of assignments at the end of 2020"),
        new("Cond", "[rel] [be] not inforce", _ => new InForcePart(true), 0.15),
        new("Cond", "[rel] [be] inforce", _ => new InForcePart(false), 0.1, "titles in force"),
    ];

    private static InForcePart? OnDay(Part? day) =>
        ((PeriodWords)day!).Range is { From: { } on } range && range == DateRange.Day(on) ? new InForcePart(false, on) : null;
}
