using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

/// <summary>Conditions, and how "or", "and" and "not" reach over them.</summary>
internal static class FilterRules
{
    private const decimal MostTimes = 3;
    private const string More = "gt|ge|lt|le";

    public static IEnumerable<Rule> All { get; } =
    [
        .. Values(), .. Numbers(), .. Related(),
        new("Cond", "[rel] [be] Flag", a => Flagged(a[2]), -0.05, "products that are discontinued"),
        new("Cond", "[rel] [be] current|former", a => new InForcePart(Made.Class(a[2]) == "former"), 0.12),
        new("Cond", "[rel] [be] in Flag", a => a[2] is CueWord { Text: "by" or "with" or "via" or "as" or "under" or "on" } ? Flagged(a[3]) : null, 0.1),
        new("Cond", "asked [with] Flag", a => Flagged(a[2]), 0.35, "which products do we have discontinued"),
        new("Cond", "[rel] [be] current Values", a => IsNow(a[2]) && Made.AreOfStates(Made.Values(a[3])) ? Made.Values(a[3]) : null, 0.3,
            "how many orders are currently paid"),
        new("Cond", "[rel] [be] Values current", a => IsNow(a[3]) && Made.AreOfStates(Made.Values(a[2])) ? Made.Values(a[2]) : null, 0.3),
        new("Cond", "[rel] [be] current Flag", a => IsNow(a[2]) ? Flagged(a[3]) : null, 0.3),
        new("Cond", "[rel] [be] Flag current", a => IsNow(a[3]) ? Flagged(a[2]) : null, 0.3),
        new("Cond", "[rel] [be] not Cond", a => new NotPart((FilterPart)a[3]!), 0.05, "customers not in Berlin"),
        new("Cond", "neither Cond nor Cond", a => Made.All(new NotPart((FilterPart)a[1]!), new NotPart((FilterPart)a[3]!))),
        new("Cond", "neither [in] Values nor [in] Values", a => new NotPart(Made.Joined(a[2], a[5])), 0.05, "customers neither in Berlin nor in Paris"),
        new("Conj", "Cond and Cond", a => Made.All(a[0], a[2])),
        new("Conj", "Cond Cond", a => Made.All(a[0], a[1]), -0.4),
        new("Or", "Cond|Conj or Cond|Conj", a => Made.Any(a[0], a[2]), Example: "orders that are paid or in 2025"),
        new("Or", "Cond or Or", a => Made.Any(a[0], a[2])),
    ];

    private static IEnumerable<Rule> Values() =>
    [
        new("Cond", "[rel] [be] in Values", a =>
            Made.Values(a[3]) with { ArePlaces = a[2] is CueWord { Text: "in" or "located in" or "based in" } }, 0.05, "customers in Berlin or Paris"),
        new("Cond", "[rel] [be] origin Values", a => Made.Values(a[3]) with { Direction = Direction.From }, 0.06, "customers from Berlin"),
        new("Cond", "[rel] [be] destination Values", a => Made.Values(a[3]) with { Direction = Direction.To }, 0.06),
        new("Cond", "[rel] [be] Values", a => Made.Values(a[2]), -0.05, "orders that are paid"),
        new("Cond", "[rel] [be] paidby Values", a => Made.Values(a[3]) is var means && Made.AreMeansOfPayment(means) ? means : null, 0.25),
        new("Cond", "ne [those] [in|origin] Values", a => new NotPart(Made.Values(a[3])), 0.1, "orders other than cancelled"),
        new("Cond", "ne [those] Cond", a => new NotPart((FilterPart)a[2]!), Example: "all orders except those shipped in 2025"),
        new("Cond", "[rel] [be] Unverb", a => Made.Dates(a[2]) is { } date ? new EmptyPart(date) : null),
        new("Cond", "in ne Values", a => new NotPart(Made.Values(a[2])), 0.1),
        new("Cond", "[with|whose|in] Attr [be] [eq|named] Literals", a => a[0] is null && AreOfOthers(a[4], (AttributePart)a[1]!) ? null
            : Made.Values(a[4]) with { Column = (AttributePart)a[1]! }, 0.15,
            "orders with status paid"),
        new("Cond", "[with|whose] Attr [be] in Values", a => Made.Values(a[4]) with { Column = (AttributePart)a[1]! }, 0.1),
        new("Cond", "[with|whose|in] Attr [be] not|ne [eq|named] Literals", a => new NotPart(Made.Values(a[5]) with { Column = (AttributePart)a[1]! }), 0.15,
            "orders whose status is not paid"),
        new("Cond", "in Values Attr", a => Made.Values(a[1]) with { Column = (AttributePart)a[2]! }, 0.05, "orders in paid status"),
        new("Cond", "[rel] [with|be] light Values Attr", a => Made.Values(a[3]) with { Column = (AttributePart)a[4]! }, 0.1),
        new("Cond", "[rel] [with|be] light Values Table", a => Made.Values(a[3]) with { Of = Made.Entity(a[4]) }, 0.1),
        new("Cond", "in Values Table", a => Made.Values(a[1]) with { Of = Made.Entity(a[2]) }, 0.05, "orders for the Anton customer"),
        new("Cond", "in Text Table", a => Made.Values(a[1]) with { Of = Made.Entity(a[2]) }, -0.05),
        new("Cond", "[in] Table [named] Values", a => Made.Values(a[3]) with { Of = Made.Entity(a[1]) }, 0.05, "orders of customer Anton"),
        new("Cond", "[in] Table named Literals", a => Made.Values(a[3]) with { Of = Made.Entity(a[1]) }, 0.05),
        new("Cond", "[in] Table Literals", a => Made.Values(a[2]) with { Of = Made.Entity(a[1]) }, -0.35),
        new("Cond", "[rel] [be] named Literals", a => Made.Values(a[3]) with { AreNames = true }, 0.05, "cities of customers named Anton"),
        new("Cond", "[in] Table Number", a => new KeyPart(Made.Entity(a[1]), KeyText(a[2])), -0.1, "lines of order 17"),
        new("Cond", "[with|whose|rel] Attr contains Literals", a => Made.Text(a[1], TextPlace.Anywhere, a[3]), 0.1, "customers whose name contains \"ton\""),
        new("Cond", "[with|whose|rel] Attr starts Literals", a => Made.Text(a[1], TextPlace.Start, a[3]), 0.1, "customers whose name starts with A"),
        new("Cond", "[with|whose|rel] Attr ends Literals", a => Made.Text(a[1], TextPlace.End, a[3]), 0.1, "customers whose name ends with \"son\""),
        new("Cond", "[rel] contains Literals", a => Made.Text(null, TextPlace.Anywhere, a[2]), -0.05, "customers that contain \"ton\""),
        new("Cond", "starts Literals", a => Made.Text(null, TextPlace.Start, a[1]), Example: "customers starting with A"),
        new("Cond", "[with|whose] Entity null", a => new NotPart(new ExistsPart((EntityPart)a[1]!)), 0.1),
        new("Cond", "[with|whose] Entity notnull", a => new ExistsPart((EntityPart)a[1]!), 0.1),
        new("Cond", "[with|whose] Attr null", a => new EmptyPart((AttributePart)a[1]!), 0.15, "customers whose city is unknown"),
        new("Cond", "[with|whose] Attr notnull", a => new NotPart(new EmptyPart((AttributePart)a[1]!)), 0.15, "customers whose city is known"),
        new("Cond", "without [all] Attr", a => new EmptyPart((AttributePart)a[2]!, IsNone: true), 0.05, "customers without a city"),
        new("Cond", "[rel] [be] not [be] Verb", a => Made.Happened(a[4]) is { } date ? new EmptyPart(date) : null, 0.1, "orders that were not shipped"),
    ];

    private static IEnumerable<Rule> Numbers() =>
    [
        new("Cond", $"[with|whose|rel] Attr [be] [of] {More}|eq Number [unit]", a => Made.Compare(a[1], Made.RelationOf(a[4]), a[5]), 0.15,
            "products with price over 100"),
        new("Cond", $"[with|whose|rel] Figure [be] {More}|eq Number", a => Made.Compare(a[1], Made.RelationOf(a[3]), a[4]), 0.15,
            "customers with total amount of orders over 100"),
        new("Cond", $"[with|whose|rel] [be|with] {More} Number Attr",
            a => Made.Measures(a[4]) is { } of && Made.Compare(of, Made.RelationOf(a[2]), a[3]) is ComparePart part ? part with { IsOfMany = true } : null, 0.1,
            "products over 100 list price"),
        new("Cond", "[with|whose|rel] Attr [be] [eq] Number ormore|orless", a => Made.Compare(a[1], Made.RelationOf(a[5]), a[4]), 0.15,
            "products with price 100 or more"),
        new("Cond", "[with|whose|rel] Attr [be] between Number and|to Number", a => Made.Between(a[1], a[4], a[6]), 0.2,
            "products with price between 10 and 20"),
        new("Cond", "[with|whose|rel] Attr [be] Number to Number", a => Made.Between(a[1], a[3], a[5]), 0.1),
        new("Cond", "[be] between Number and Number", a => Made.Between(null, a[2], a[4]), -0.05),
        new("Cond", "[with|whose|in] Attr Number", a => Made.Compare(a[1], Relation.Equal, a[2]), -0.05, "products with price 100"),
        new("Cond", $"[rel] [be] {More} Number [unit]", a => Made.AreMoney(a[4]) || (a[4] is null && !AreTimes(a[3])) ? Amount(a[2], a[3], a[4]) : null, 0.15,
            "products over 100"),
        new("Cond", $"[rel] [be] {More} Number [unit]", a => Amount(a[2], a[3], a[4]), -0.1),
        new("Cond", $"of {More} Number unit", a => Made.AreMoney(a[3]) ? Amount(a[1], a[2], a[3]) : null, 0.2, "orders of more than 500 euros"),
        new("Cond", $"[rel] MeasureVerb {More} Number [unit]",
            a => new ComparePart(FigureRules.Measured(a[1]), Made.RelationOf(a[2]), Made.Constant(a[3])), 0.15, "customers who spent more than 1000"),
        new("Cond", $"[rel] GradedVerb {More} Number [unit]", a => Verbed(a[1], a[2], a[3]), 0.25,
            "products that cost less than 20 euros"),
        new("Cond", "[rel] GradedVerb gt|lt their Table|RoleNoun", a => OfRole((DegreeWord)a[1]! with
        {
            IsMore = ((DegreeWord)a[1]!).IsMore == (Made.Class(a[2]) == "gt"),
        }, a[4]), 0.25),
        new("Cond", "[rel] [be] Comparative their Table|RoleNoun", a => OfRole((DegreeWord)a[2]!, a[4]), 0.2),
        new("Cond", $"[with|whose|rel] [be] Duration [be] [of] {More}|eq Number [unit]",
            a => new ComparePart((OperandPart)a[2]!, Made.RelationOf(a[5]), Made.Constant(a[6])), 0.15,
            "orders with days between ordered and shipped over 5"),
        new("Cond", "[rel] [be] Comparative Number", a => new DegreeComparePart((DegreeWord)a[2]!, Made.Constant(a[3])), 0.05, "products cheaper than 100"),
        new("Cond", "[rel] [be] Comparative Number Unit", a => a[4] is UnitWord { IsPart: false, IsAdjective: false } unit
            ? new DegreeComparePart((DegreeWord)a[2]!, Made.Constant(a[3])) { Unit = unit.Unit } : null, 0.2, "orders older than 30 days"),
        new("Cond", $"[with|whose|rel] Attr [be] {More} Attr", a => Columns(a[1], Made.RelationOf(a[3]), a[4]), 0.15, "orders with shipped before ordered"),
        new("Cond", "[with|whose|rel] [with] more|less Attr than their Table", a => OfRole(a[3], Made.RelationOf(a[2]), a[6]), 0.25),
        new("Cond", $"[with|whose|rel] Attr [be] {More} their Table", a => OfRole(a[1], Made.RelationOf(a[3]), a[5]), 0.25),
        new("Cond", "[with|whose|rel] [with] more|less Attr than [be] Attr", a => Columns(a[3], Made.RelationOf(a[2]), a[6]), 0.2,
            "products with less stock than reorder level"),
        new("Cond", "[with|whose|rel] [be] Date before|after Date", a =>
            new ComparePart(Made.Dates(a[2]), Made.Class(a[3]) == "after" ? Relation.Greater : Relation.Less, Made.Dates(a[4])!),
            0.15, "orders shipped after promised"),
        new("Cond", "[with|whose|rel] Attr [be] gt|lt [their] avg", a => new AgainstAveragePart(Made.Numbers(a[1]), Made.RelationOf(a[3]), Function.Average),
            0.15,
            "products with price above average"),
        new("Cond", "[with|whose|rel] [with|be] gt|lt avg Attr", a => Made.Numbers(a[4]) is { } of
            ? new AgainstAveragePart(of, Made.RelationOf(a[2]), Function.Average) : null, 0.15,
            "products with above average price"),
        new("Cond", "[with|whose|rel] Attr [be] gt|lt avg Attr", a => Narrower(a[1], a[5]) is { } of
            ? new AgainstAveragePart(of, Made.RelationOf(a[3]), Function.Average) : null, 0.15),
    ];

    private static IEnumerable<Rule> Related() =>
    [
        new("Range", $"{More} Number", a => Made.Range(Made.RelationOf(a[0]), a[1])),
        new("Exactly", "[eq] Number", a => Made.Range(Relation.Equal, a[1]), -0.05),
        new("Range", "[eq] Number ormore|orless", a => Made.Range(Made.RelationOf(a[2]), a[1]), 0.05),
        new("Cond", "[with|rel] [with|be] [light] [in] Range Entity", a => new ExistsPart((EntityPart)a[5]!, ((RangePart)a[4]!).Range), 0.15,
            "customers with more than 5 orders"),
        new("Cond", "with|rel [with|be] [light] [in] Exactly Entity", a => new ExistsPart((EntityPart)a[5]!, ((RangePart)a[4]!).Range), 0.15,
            "customers with 5 orders"),
        new("Cond", "light [in] Exactly Entity", a => new ExistsPart((EntityPart)a[3]!, ((RangePart)a[2]!).Range), 0.15),
        new("Cond", "whose Entity [be] Cond", a => new ExistsPart(Made.Entity(a[1], (FilterPart)a[3]!)), 0.1, "orders whose customer is in Berlin"),
        new("Cond", "without [light] [all] Entity", a => new NotPart(new ExistsPart((EntityPart)a[3]!)), 0.15, "customers without orders"),
        new("Cond", "[rel] [with|be] not [with|be] [light] [no|all] [in] Entity", a => new NotPart(new ExistsPart((EntityPart)a[7]!)), 0.15,
            "customers who have never placed an order"),
        new("Cond", "[rel] with [light] Entity and|comma no|without Flag those", a => Others(a[3], Flagged(a[6])), 0.5),
        new("Cond", "[rel] with [light] Entity and|comma no|without Values those", a => Others(a[3], Made.Values(a[6])), 0.5,
            "customers with paid orders but no cancelled ones"),
        new("Cond", "[rel] [with] no Entity", a => new NotPart(new ExistsPart((EntityPart)a[3]!)), 0.1),
        new("Cond", "with [with|be] [light] [all] Entity", a => new ExistsPart((EntityPart)a[4]!), 0.05, "customers with orders"),
        new("Cond", "rel with|be|light [light] [all] Entity", a => new ExistsPart((EntityPart)a[4]!), 0.05, "customers who have orders"),
        new("Cond", "rel Said", a => new ExistsPart((EntityPart)a[1]!), 0.05),
        new("Cond", "[rel] [with] both Entity and Entity", a => Made.All(new ExistsPart((EntityPart)a[3]!) { At = a[3]!.At },
            new ExistsPart((EntityPart)a[5]!) { At = a[5]!.At }), 0.3, "customers with both paid orders and cancelled orders"),
        new("Cond", "[rel] [with] both Values and Values Entity", a => Made.All(new ExistsPart(Made.Entity(a[6], Made.Values(a[3]))) { At = a[3]!.At },
            new ExistsPart(Made.Entity(a[6], Made.Values(a[5]))) { At = a[6]!.At }), 0.3, "customers with both paid and cancelled orders"),
        new("Cond", "[with|rel] [with] more|less Entity than avg", a => new ComparePart(new CountPart((OperandPart)a[3]!) { At = a[3]!.At },
            Made.RelationOf(a[2]), new UsualPart(Function.Average)), 0.3, "customers with more orders than average"),
        new("Cond", "of|by|in [all] Entity", a => new MentionPart((EntityPart)a[2]!, a[0] is CueWord { Text: "by" }), Example: "orders of customers in Berlin"),
    ];

    /// <summary>"companies are suspended": what is known to be a state is not what they are called, but others may know a thing by its number.</summary>
    private static bool AreOfOthers(Part? values, AttributePart column) => Made.Values(values).Values.All(v => v.Values.Count > 0
        && !v.Text.Any(char.IsDigit) && !v.Values.Any(k => column.Name.Columns.Any(c => c.Node == k.Column)));

    /// <summary>"paid orders but no cancelled ones": there are such, and of the same thing there are none of the others.</summary>
    private static FilterPart Others(Part? some, FilterPart others) => Made.All(
        new ExistsPart((EntityPart)some!) { At = some!.At },
        new NotPart(new ExistsPart((EntityPart)some with { Where = [others] }) { At = some.At }) { At = some.At });

    /// <summary>"currently", "at the moment"; "active" is a state of its own.</summary>
    private static bool IsNow(Part? cue) => cue is CueWord { Text: not ("active" or "still" or "present") };

    /// <summary>"More than once", "more than two": how often rather than how much.</summary>
    private static bool AreTimes(Part? number) => number is NumberWord { Value: < MostTimes };

    private static FilterPart? Amount(Part? relation, Part? number, Part? unit) => Made.ArePieces(unit) ? null
        : Made.Compare(null, Made.RelationOf(relation), number) is ComparePart part
            ? part with { Unit = unit is null ? AmountUnit.None : Made.AreMoney(unit) ? AmountUnit.Money : AmountUnit.Other } : null;

    /// <summary>"earn more than 50000": more of what the verb speaks of.</summary>
    private static FilterPart Verbed(Part? verb, Part? relation, Part? number) =>
        new DegreeComparePart((DegreeWord)verb! with
        {
            IsMore = ((DegreeWord)verb!).IsMore == (Made.RelationOf(relation) is Relation.Greater or Relation.GreaterOrEqual),
        }, Made.Constant(number)) { IsOrEqual = Made.RelationOf(relation) is Relation.GreaterOrEqual or Relation.LessOrEqual };

    /// <summary>"earn more than their manager": the one whom the key refers to has less of it.</summary>
    private static DegreeComparePart? OfRole(DegreeWord degree, Part? role) =>
        role is TableName { Role: not null } ? new DegreeComparePart(degree, Made.Entity(role)) : null;

    /// <summary>"more than their manager": the same of the one whom the key refers to.</summary>
    private static ComparePart? OfRole(Part? attribute, Relation relation, Part? role) =>
        role is TableName { Role: { } key } && Made.Measures(attribute) is { } left
            ? new ComparePart(left, relation, left with { Name = left.Name with { Role = key } })
            : null;

    /// <summary>"inactive" is what is not active.</summary>
    public static FilterPart Flagged(Part? flag) => (FlagName)flag! is { IsYes: false } name ? new NotPart(new FlagPart(name)) : new FlagPart((FlagName)flag!);

    /// <summary>"whose price is above the average list price": the one that is named in full; null where the two cannot be the same.</summary>
    private static AttributePart? Narrower(Part? first, Part? second) =>
        Made.Numbers(first) is { } one && Made.Numbers(second) is { } other && one.Name.Columns.Any(c => c.Node == other.Name.Columns[0].Node)
            ? other.Name.At.Count > one.Name.At.Count ? other : one
            : null;

    public static string KeyText(Part? number) => Made.Number(number).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ComparePart? Columns(Part? left, Relation relation, Part? right) =>
        Made.Measures(left) is { } a && Made.Measures(right) is { } b ? new ComparePart(a, relation, b)
        : Made.Dates(left) is { } from && Made.Dates(right) is { } to ? new ComparePart(from, relation, to)
        : null;
}
