using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Averages that are said at the end or the beginning of a question: "how many orders do customers place on average".</summary>
internal static class OnAverageRules
{
    public static IEnumerable<Rule> All { get; } =
    [
        .. Everywhere("count Attr be Entity [with|light]", 5, (a, at) => Made.Measures(a[at]) is { Owner: null } of
            ? new AggregatePart(Function.Average, of with { Owner = (EntityPart)a[at + 2]! }) : null, 1, "how many stock do products have on average"),
        .. Everywhere("count Entity be Entity [with|light|Done]", 5, (a, at) =>
            new GroupsPart(Function.Average, new CountPart((OperandPart)a[at]!) { At = a[at]!.At }, (OperandPart)a[at + 2]!), 1,
            "how many orders do customers place on average"),
        .. Everywhere("Age be Entity", 3, (a, at) => Made.Dates(a[at]) is { } born
            ? new AggregatePart(Function.Average, new DurationPart(born with { Owner = (EntityPart)a[at + 2]! }, null, "year") { At = a[at]!.At }) : null, 0,
            "how old are employees on average"),
        .. Everywhere("Duration", 1, (a, at) => new AggregatePart(Function.Average, (OperandPart)a[at]!), 0),
        new("Figure", "Age be avg Entity", a => Made.Dates(a[0]) is { } born
            ? new AggregatePart(Function.Average, new DurationPart(born with { Owner = (EntityPart)a[3]! }, null, "year") { At = a[0]!.At }) : null, 0.25,
            "how old is the average employee"),
        new("Figure", "[in] count [distinct] Attr be Entity [with|light] [in]", a => a[3] is AttributePart { Owner: null, Said: null, IsTheirs: false } told
            && TheirOwn(told, (EntityPart)a[5]!) is { } own ? new CountPart(own) : null, 0.25, "in how many cities do customers live"),
        new("Until", "days to Verb Entity", a => Until(a[2], a[3]), 0.2),
        new("Until", "days to|before Entity be Verb", a => Until(a[4], a[2]), 0.2),
        new("Until", "Verb lengthnoun [indays]", a => Until(a[0], null), 0.3),
        new("Figure", "Until [avg]", a => new AggregatePart(Function.Average, (OperandPart)a[0]!), 0.1, "how long does it take to ship an order"),
        new("Figure", "avg [comma] Until", a => new AggregatePart(Function.Average, (OperandPart)a[2]!), 0.1,
            "on average how long does it take until an order is shipped"),
    ];

    /// <summary>"on average" behind what is asked, or in front of it.</summary>
    private static IEnumerable<Rule> Everywhere(string said, int size, Func<Part?[], int, OperandPart?> build, int at, string? example = null) =>
    [
        new("Figure", $"{said} avg", a => build(a, at), 0.3, example),
        new("Figure", $"avg [comma] {said}", a => build(a, at + 2), 0.3),
    ];

    /// <summary>
    /// A column of the things themselves, or an amount: what is theirs in some other way is counted by its rows ("how many voyages did the vessels make").
    /// </summary>
    private static AttributePart? TheirOwn(AttributePart told, EntityPart things) =>
        Made.Only(told, c => c.IsMeasure || things.Name.Tables.Any(t => t.Node == c.Table)) is { } own ? own with { Owner = things } : null;

    /// <summary>From the day on which a row came to be to that on which the verb's happened.</summary>
    private static DurationPart? Until(Part? verb, Part? of)
    {
        if (Made.Dates(verb) is not { } end || (of ?? verb) is not (EntityPart or ColumnName { IsVerb: true }))
        {
            return null;
        }

        var thing = of as EntityPart;

        var begins = end.Name.Columns.Where(c => c.Node.Table.DefaultEvent is { } first && first.Column != c.Node)
            .Select(c => new Candidate<Schema.ColumnNode>(c.Node.Table.DefaultEvent!.Column, c.Score)).DistinctBy(c => c.Node).ToList();
        return begins.Count == 0 ? null
            : new DurationPart(new AttributePart(new ColumnName(begins) { At = verb!.At }, thing) { At = verb.At }, end with { At = verb.At }, "day");
    }
}
