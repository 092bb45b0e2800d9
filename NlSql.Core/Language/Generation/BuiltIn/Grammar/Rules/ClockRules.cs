using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Times of the day, and how long things last.</summary>
internal static class ClockRules
{
    private const string Lengths = "longer|shorter|aslong|asshort";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Hours", "before Clock", a => new ClockPart(new ClockBounds(null, Time(a[1])))),
        new("Hours", "after Clock", a => new ClockPart(new ClockBounds(Time(a[1]), null) { IsFromExcluded = true })),
        new("Hours", "since Clock", a => new ClockPart(new ClockBounds(Time(a[1]), null))),
        new("Hours", "between|since Clock and|to Clock", a => Time(a[1]) != Time(a[3])
            ? new ClockPart(new ClockBounds(Time(a[1]), Time(a[3])) { IsStretch = true }) : null, 0.1),
        new("Cond", "[rel] [be] [light] Hours", a => a[3], 0.1, "flights after 5 pm"),
        new("Cond", "[rel] [be] ClockVerb Hours", a => (ClockPart)a[3]! with { Verb = (ClockVerb)a[2]! }, 0.15, "flights that leave before 8 in the morning"),
        new("Cond", "[rel] [be] Verb Hours", a => Made.Dates(a[2]) is { } date ? (ClockPart)a[3]! with { Column = date } : null, 0.12,
            "flights that departed between 8 am and noon"),
        new("Cond", "[with|whose] Attr [be] Hours", a => Made.Only(a[1], c => c.IsClock || c.IsDate) is { } column ? (ClockPart)a[3]! with { Column = column }
            : null, 0.1),
        new("Cond", $"[rel] [lasts] {Lengths} Number LengthUnit", a => Lasting(a[2], Made.Number(a[3]), a[4]), 0.2, "flights that took longer than 2 hours"),
        new("Cond", $"[rel] [lasts] {Lengths} LengthUnit", a => Lasting(a[2], 1, a[3]), 0.2, "flights longer than an hour"),
        new("Duration", "stay", _ => new StretchPart(null, null)),
        new("Duration", "lengthof Entity", a => new StretchPart((EntityPart)a[1]!, null), 0.1, "average duration of flights"),
        new("Duration", "Entity lengthnoun", a => new StretchPart((EntityPart)a[0]!, null), 0.1, "average flight time by aircraft"),
        new("Duration", "stay Entity lasts", a => new StretchPart((EntityPart)a[1]!, null), 0.1, "how long do flights take on average"),
        new("Figure", "stay Entity lasts", a => a[0] is CueWord { Text: "how long do" } && a[1] is EntityPart { Where.Count: 0 } things
            ? new AggregatePart(Function.Average, new StretchPart(things, null) { At = things.At }) : null, 0.15),
        new("Duration", "Duration indays|inhours|inminutes", a => a[0] is StretchPart stretch ? stretch with { Unit = UnitOf(a[1]) }
            : a[0] is DurationPart duration ? duration with { Unit = UnitOf(a[1]) } : null, 0.1, "average flight time in minutes"),
        new("Duration", "days|hours since Date to Date", a =>
            new DurationPart((AttributePart)a[2]!, (AttributePart)a[4]!, Made.Class(a[0]) == "hours" ? "hour" : "day"), 0.1,
            "average days from order to shipment"),
        new("Duration", "Age in Date", a => Made.Dates(a[0]) is { } born && a[2] is AttributePart then ? new DurationPart(born, then, "year") : null, 0.2,
            "average age at hire of employees"),
        new("Figure", "days|hours avg between|since Date and|to Date", a => new AggregatePart(Function.Average, new DurationPart((AttributePart)a[3]!,
            (AttributePart)a[5]!, Made.Class(a[0]) == "hours" ? "hour" : "day") { At = a[3]!.At.Through(a[5]!.At) }), 0.2,
            "how many days does it take on average from order to shipment"),
        new("Date", "Verb Attr", a => Made.Dates(a[0]), -0.2),
        new("Date", "Verb Entity", a => Made.Dates(a[0]), -0.1, "average days from placing an order to shipping"),
    ];

    private static TimeOnly Time(Part? clock) => ((ClockWord)clock!).Time;

    private static string UnitOf(Part? cue) => Made.Class(cue)[2..^1];

    private static LastingPart Lasting(Part? cue, decimal count, Part? unit) => new(
        Made.Class(cue) switch
        {
            "longer" => Relation.Greater,
            "shorter" => Relation.Less,
            "aslong" => Relation.GreaterOrEqual,
            _ => Relation.LessOrEqual,
        },
        count * ((LengthUnit)unit!).Seconds);
}
