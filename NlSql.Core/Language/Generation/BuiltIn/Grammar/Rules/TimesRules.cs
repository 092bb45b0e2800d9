using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>How many times something was done, which is how many rows of it there are: "ordered more than ten times".</summary>
internal static class TimesRules
{
    private const string Different = "different";
    private const string More = "gt|ge|lt|le";

    public static IEnumerable<Rule> All { get; } = [.. Bounds(), .. Conditions(), .. Figures()];

    private static IEnumerable<Rule> Bounds() =>
    [
        new("Times", "Range timesword", a => a[0]),
        new("Times", "Exactly timesword", a => a[0]),
        new("Times", "Number timesword ormore|orless", a => Made.Range(Made.RelationOf(a[2]), a[0])),
        new("Times", "[only] once", _ => new RangePart(new CountRange(1, 1)), 0.05),
        new("Times", "[only] twice", _ => new RangePart(new CountRange(2, 2)), 0.05),
        new("Times", "[only] thrice", _ => new RangePart(new CountRange(3, 3)), 0.05),
        new("Times", $"{More} once|twice|thrice", a => Made.Range(Made.RelationOf(a[0]), new NumberWord(Count(a[1]))), 0.1),
        new("Times", "once|twice|thrice ormore", a => new RangePart(new CountRange((int)Count(a[0]), null)), 0.1),
    ];

    private static IEnumerable<Rule> Conditions() =>
    [
        new("Cond", "[rel] [with] [be] Done Times", a => Often(a[3], a[4]), 0.2, "customers who ordered more than ten times"),
        new("Cond", "[rel] [with] [be] Done Times Cond", a => a[5] is PeriodPart or MentionPart ? Often(a[3], a[4], a[5]) : null, 0.2,
            "customers who ordered at least twice in 2025"),
        new("Cond", "[rel] [with] [be] Done Cond Times", a => a[4] is PeriodPart or MentionPart ? Often(a[3], a[5], a[4]) : null, 0.2),
        new("Cond", "[rel] [with] [be] Done [within] both [within] Period and [within] Period", a => Made.Period(a[7], r => r) is { } one
            && Made.Period(a[10], r => r) is { } other
                ? Made.All(new ExistsPart(Made.Entity(a[3], one)), new ExistsPart(Made.Entity(a[3], other)))
                : null, 0.35,
            "customers who ordered in both 2024 and 2025"),
        new("Cond", "[rel] [with] [be] not Done Times", a => new NotPart(Often(a[4], a[5])), 0.2),
    ];

    private static IEnumerable<Rule> Figures() =>
    [
        new("Figure", "howoften [asked] [with|be] [be] Done", a => new CountPart((OperandPart)a[4]!) { At = a[4]!.At }, 0.1),
        new("Each", "howoften [with|be|light] per Entity [with|be] [be] Done", a =>
            new EachPart(new CountPart((OperandPart)a[6]!) { At = a[6]!.At }, [(OperandPart)a[3]!]), 0.3, "how often has each product been ordered"),
        new("Each", "count Entity|Attr can per Entity holds", a => Room(a[1], a[4]) is { } room ? new EachPart(room, [(OperandPart)a[4]!]) : null, 0.3),
        new("Figure", "count Entity|Attr can Entity holds", a => Room(a[1], a[3]), 0.25),
        new("Each", "count Entity [with|be] per Dim [with|be] Deed", a => Pieces(a[0], a[1], a[6]) is { } figure
            ? new EachPart(figure, [(OperandPart)a[4]!]) : null, 0.35, "how many different products did each customer buy"),
    ];

    private static ExistsPart Often(Part? done, Part? times, Part? condition = null) =>
        new(condition is FilterPart filter ? Made.Entity(done, filter) : (EntityPart)done!, ((RangePart)times!).Range);

    /// <summary>A thing has room for so many, whatever they are like: null where only some of them are asked for.</summary>
    private static AggregatePart? Room(Part? held, Part? thing) => held is EntityPart { Where.Count: > 0 } ? null
        : new(Function.Sum, new CapacityPart((EntityPart)thing!) { At = thing!.At }) { At = thing.At };

    /// <summary>Different things are counted as such, else each piece of them.</summary>
    private static OperandPart? Pieces(Part? cue, Part? things, Part? deed) =>
        things is EntityPart different && (different.IsDistinct || ((CueWord)cue!).Text?.EndsWith(Different, StringComparison.Ordinal) == true)
            ? deed is TableName done && different.Where.Count == 0 ? new KindsPart(different, Made.Entity(done)) { At = things.At }
                : new CountPart(different) { At = things.At }
        : deed is TableName { Pieces: { } pieces } && things is EntityPart { Where.Count: 0 } ? FigureRules.Measured(pieces with { At = things.At })
        : null;

    private static decimal Count(Part? word) => Made.Class(word) switch { "once" => 1, "twice" => 2, _ => 3 };
}
