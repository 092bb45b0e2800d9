using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Rows held against other rows, or against other columns of their own.</summary>
internal static class ComparisonRules
{
    private const string More = "gt|ge|lt|le";

    public static IEnumerable<Rule> All { get; } =
    [
        new("Factor", "twice", _ => new NumberWord(2)),
        new("Factor", "thrice", _ => new NumberWord(3)),
        new("Factor", "halfof", _ => new NumberWord(0.5m)),
        new("Factor", "Number timesword", a => a[0]),
        new("Any", "anyof Entity", a => new YardstickPart(Function.Maximum, Among: (EntityPart)a[1]!)),
        new("Yard", "avg|median [Attr] [in] [their] own Dim", a => Alike(a[0], a[1], a[5]), 0.15),
        new("Yard", "avg|median [Attr] [in] their Dim", a => Alike(a[0], a[1], a[4]), 0.1),
        new("Yard", "avg|median Entity", a => new YardstickPart(Made.FunctionOf(a[0]), Among: (EntityPart)a[1]!), -0.1),
        new("Yard", "Factor avg|median", a => new YardstickPart(Made.FunctionOf(a[1])) { Times = Made.Number(a[0]) }),
        new("Yard", "Factor avg|median Attr", a => new YardstickPart(Made.FunctionOf(a[1]), (OperandPart)a[2]!) { Times = Made.Number(a[0]) }),
        new("Cond", "[rel] [be] Comparative Yard|Any", a => new DegreeComparePart((DegreeWord)a[2]!, (YardstickPart)a[3]!), 0.15,
            "products cheaper than any Seafood product"),
        new("Cond", "[rel] [be] Comparative avg|median", a => new DegreeComparePart((DegreeWord)a[2]!, new YardstickPart(Made.FunctionOf(a[3]))), 0.1,
            "products cheaper than average"),
        new("Cond", $"[with|whose|rel] Attr [be] {More} Yard", a => IsOverAll(a[3], a[4]) ? null : Made.Compare(a[1], Made.RelationOf(a[3]), a[4]), 0.15,
            "products with list price above the average for their own category"),
        new("Cond", $"[with|whose|rel] Figure [be] {More} Yard", a => Made.Compare(a[1], Made.RelationOf(a[3]), a[4]), 0.1),
        new("Cond", $"[with|whose|rel] Figure [be] {More} avg", a => a[1] is AggregatePart { Of: not EntityPart } figure
            ? new ComparePart(figure, Made.RelationOf(a[3]), new YardstickPart(Made.FunctionOf(a[4])))
            : null, 0.15, "customers whose average total amount is above average"),
        new("Cond", $"[with|whose] Entity [be] {More} their Column", a =>
            new ComparePart(new AggregatePart(Function.Sum, (EntityPart)a[1]!), Made.RelationOf(a[3]), new AttributePart((ColumnName)a[5]!)), 0.1),
        new("Cond", "[with|whose|rel] Attr [be] neither lt|gt Number nor lt|gt Number", a =>
            Made.All(Opposite(a[1], a[4], a[5]), Opposite(a[1], a[7], a[8])), 0.25, "products with list price neither under 10 nor over 20"),
        new("Cond", "[with|whose|rel] Number ormore|orless [unit] [be] left [in] Attr", a => Made.Measures(a[7]) is { } of
            ? Made.Compare(of, Made.RelationOf(a[2]), a[1]) : null, 0.2, "products of which 5 or fewer are left in stock"),
        new("Cond", "[with|whose|rel] Date be before|after [their] Date", a => Made.Dates(a[1]) is { } first && Made.Dates(a[5]) is { } second
            ? new ComparePart(first, Made.Class(a[3]) == "after" ? Relation.Greater : Relation.Less, second) : null, 0.2,
            "orders where the shipped date is later than the promised date"),
        new("Cond", "[with|whose|rel] Attr and Attr [be] same|another", a => Same(a[1], a[3], a[5]), 0.2,
            "orders whose promised and shipped date are the same"),
        new("Cond", "[with|whose|rel] Attr [be] same [as] Attr", a => Same(a[1], a[5], a[3]), 0.2),
        new("Cond", "[with|whose|rel] Roled and Roled [be] same|another", a => Same(a[1], a[3], a[5]), 0.25,
            "flights whose origin and destination are the same"),
        new("Roled", "Table|RoleNoun|RoleDone|RoleVerb", a => a[0] is TableName { Role: not null } role ? Made.Entity(role) : null),
        new("Cond", "[rel] [with|be] [light] [in] another|same Attr as|than [be] [their] Roled", a => Beside(a[5], a[9], a[4]), 0.3,
            "employees of another gender than their manager"),
        new("Cond", "[rel] [be] Roled by someone [rel] [be] in another|same Attr", a => Beside(a[9], a[2], a[8]), 0.3),
        new("Contest", "[there] more|less Entity than Entity", a => Counts(a[2], a[1], a[4]), 0.2, "are there more paid orders than cancelled orders"),
        new("Contest", "[there] more|less Entity than Entity Cond", a => a[5] is PeriodPart or MentionPart ? null
            : Counts(a[2], a[1], a[4], null, a[5]), 0.2),
        new("Contest", "[there] more|less Entity Cond than Cond", a => Counts(a[2], a[1], a[2], a[3], a[5]), 0.25,
            "did we have more orders in 2024 than in 2023"),
        new("Contest", "Figure [Cond] more|less Cond than [be] Cond", Figures, 0.3,
            "was the average total amount of orders higher in 2025 than in 2024"),
        new("Contest", "Values [light] more|less Entity than Values", a => Counts(a[3], a[2], a[3], Made.Values(a[0]), Made.Values(a[5])), 0.25,
            "did Anton place more orders than Berta"),
        new("Contest", "Values Roled more|less Entity than Values",
            a => Counts(a[3], a[2], a[3], Made.Values(a[0]) with { Of = (EntityPart)a[1]! }, Made.Values(a[5]) with { Of = (EntityPart)a[1]! }), 0.3),
    ];

    /// <summary>"the average price ... higher in 2025 than it was in 2024": one figure in two periods, of what else is said of both.</summary>
    private static ContestPart? Figures(Part?[] a) =>
        a[0] is OperandPart figure && a[3] is PeriodPart first && a[6] is PeriodPart second
            && (a[1] is FilterPart both ? (FilterPart[])[both] : []) is var alike
            ? new ContestPart(new FigureSide(figure, [.. alike, first]), Made.RelationOf(a[2]), new FigureSide(figure, [.. alike, second]))
            : null;

    /// <summary>"neither under 10": 10 or more, which what is not known is not.</summary>
    private static ComparePart Opposite(Part? attribute, Part? relation, Part? number) => new(
        Made.Measures(attribute) ?? (AttributePart)attribute!,
        Made.RelationOf(relation) == Relation.Less ? Relation.GreaterOrEqual : Relation.LessOrEqual,
        Made.Constant(number));

    /// <summary>"average rating over all reviews": nothing is greater than all of them.</summary>
    private static bool IsOverAll(Part? cue, Part? yard) =>
        cue is CueWord { Text: "over" } && yard is YardstickPart { Function: Function.Maximum, Of: null, Among: not null };

    private static YardstickPart Alike(Part? function, Part? of, Part? shared) =>
        new(Made.FunctionOf(function), of as OperandPart, Alike: (OperandPart)shared!);

    private static SamePart Same(Part? left, Part? right, Part? cue) => new((OperandPart)left!, (OperandPart)right!, Made.Class(cue) == "same");

    private static RoleComparePart Beside(Part? column, Part? role, Part? cue) =>
        new((AttributePart)column!, ((EntityPart)role!).Name, Made.Class(cue) == "same" ? Relation.Equal : Relation.NotEqual);

    private static ContestPart Counts(Part? left, Part? relation, Part? right, Part? ofLeft = null, Part? ofRight = null) =>
        new(Side(left, ofLeft), Made.RelationOf(relation), Side(right, ofRight));

    private static FigureSide Side(Part? entity, Part? own) =>
        new(new CountPart((EntityPart)entity!) { At = entity!.At }, own is FilterPart filter ? [filter with { At = own.At }] : []);
}
