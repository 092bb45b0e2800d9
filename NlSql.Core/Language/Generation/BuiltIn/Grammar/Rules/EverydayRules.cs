using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Conditions and ranks in words of every day: "with 4 cylinders", "below age 30", "the status that is most common".</summary>
internal static class EverydayRules
{
    private const string More = "gt|ge|lt|le";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Cond", "with Number Attr", a => Made.Measures(a[2]) is { } of ? Made.Compare(of, Relation.Equal, a[1]) : null, 0.1, "products with 10 stock"),
        new("Cond", $"[rel] [be] {More} Attr Number [unit]", a => Made.Measures(a[3]) is { } of ? Made.Compare(of, Made.RelationOf(a[2]), a[4]) : null, 0.1,
            "products below list price 100"),
        new("Cond", "[with|whose|rel] Attr [be] later|earlier Number", a => Made.Measures(a[1]) is { } of
            ? Made.Compare(of, Made.Class(a[3]) == "later" ? Relation.Greater : Relation.Less, a[4]) : null, 0.1),
        new("Cond", "[with|whose|rel] Attr rel contains Literals", a => Made.Text(a[1], TextPlace.Anywhere, a[4]), 0.12),
        new("Cond", "[rel] [be] outof Attr", a => a[2] is CueWord { Text: "out of" } && Stocked(a[3]) is { } of
            ? new ComparePart(of, Relation.LessOrEqual, new NumberPart(0)) : null, 0.15, "products that are out of stock"),
        new("Cond", "[rel] [be] still in Attr", a => a[3] is CueWord { Text: "in" } && Stocked(a[4]) is { } of
            ? new ComparePart(of, Relation.Greater, new NumberPart(0)) : null, 0.1, "products that are still in stock"),
        new("Cond", "rel be in Attr", a => a[2] is CueWord { Text: "in" } && Stocked(a[3]) is { } of
            ? new ComparePart(of, Relation.Greater, new NumberPart(0)) : null, 0.1),
        new("Cond", "[rel] [be] outof Measure", a => a[2] is CueWord { Text: "out of" } ? Stock(a[3], isOut: true) : null, 0.15),
        new("Cond", "[rel] [be] not [be] in Measure", a => IsIn(a[4]) ? Stock(a[5], isOut: true) : null, 0.3),
        new("Cond", "[rel] [be] not [be] in Attr", a => IsIn(a[4]) && Stocked(a[5]) is { } of
            ? new ComparePart(of, Relation.LessOrEqual, new NumberPart(0)) : null, 0.3),
        new("Cond", "[rel] [with] no|without Measure", a => Stock(a[3], isOut: true), 0.1),
        new("Cond", "[rel] [be] [still] in Measure", a => IsIn(a[3]) ? Stock(a[4], isOut: false) : null, 0.1),
        new("Cond", "[rel] [be] [with] [Measure] lt [their] Attr", a => Least(a[6]) is { } least && (a[3] is null || Stock(a[3], isOut: true) is not null)
            ? new StockPart(a[3] as MeasureName, IsOut: true, least) : null, 0.2),
        new("Figure", "count Measure [there] in Measure", a => a[1] is MeasureName { AreUnits: true } && IsIn(a[3])
            && a[4] is MeasureName { AreInStock: true } stock
            ? FigureRules.Measured(stock) : null, 0.3),
        new("Cond", "among [all] Entity", a => new MentionPart((EntityPart)a[2]!), 0.3),
        new("Range", "between Number and|to Number", a => Made.Number(a[1]) is >= 0 and < int.MaxValue and var low
            && Made.Number(a[3]) is < int.MaxValue and var high && low <= high && decimal.IsInteger(low) && decimal.IsInteger(high)
            ? new RangePart(new CountRange((int)low, (int)high)) : null, 0.05,
            "customers with between 2 and 5 orders"),
        new("Values", "either Values", a => Made.Values(a[1]), 0.05, "customers in either Berlin or Paris"),
        new("Literals", "either Literals", a => a[1], -0.05),
        new("Entity", "mere Entity", a => a[1], -0.02),
        new("Common", "Attr rel [be] mostcommon|leastcommon|often|seldom",
            a => new CommonPart((OperandPart)a[0]!, Made.Class(a[3]) is "mostcommon" or "often", 1), 0.2, "the status that is most common among orders"),
    ];

    private static bool IsIn(Part? cue) => cue is CueWord { Text: "in" };

    private static StockPart? Stock(Part? name, bool isOut) => name is MeasureName { AreInStock: true } stock ? new StockPart(stock, isOut) : null;

    /// <summary>How much there should be of a thing.</summary>
    private static AttributePart? Least(Part? part) => part is AttributePart { Owner: null } ? Made.Only(part, c => c.IsMeasure
        && c.Words.Any(Deeds.English.Leasts.Contains)) : null;

    /// <summary>How much there is of a thing.</summary>
    private static AttributePart? Stocked(Part? part) => part is AttributePart { Owner: null }
        ? Made.Only(part, c => c.IsMeasure && c.Words.Any(Deeds.English.Stock.Contains)) : null;
}
