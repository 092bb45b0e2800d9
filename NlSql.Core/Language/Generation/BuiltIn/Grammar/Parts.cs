using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>Something that has a value for rows or for groups; columns and tables are candidates still.</summary>
internal abstract record OperandPart : Part;

/// <summary>Rows of a table, with what is said of them on the spot: "paid orders".</summary>
/// <param name="IsOf">What its rows refer to in the role of its name is meant, not the rows themselves: "the boss of Anna Berg".</param>
internal sealed record EntityPart(TableName Name, IReadOnlyList<FilterPart> Where, bool IsDistinct = false, bool IsOf = false) : OperandPart
{
    /// <summary>Nothing but a value names them: "the most no-shows".</summary>
    public bool IsByValue { get; init; }
}

/// <param name="Owner">"name of the customer"; null when only the column is named.</param>
/// <param name="IsTheirs">"their names": of what was named before.</param>
/// <param name="Said">What was said of it on the spot: "current salary".</param>
internal sealed record AttributePart(
    ColumnName Name, EntityPart? Owner = null, bool IsTheirs = false, bool IsDistinct = false, IReadOnlyList<FilterPart>? Said = null) : OperandPart;

/// <summary>An amount that the schema can tell, before it is added up.</summary>
/// <param name="Of">Whose it is: "did customers spend"; null for the amount of all.</param>
internal sealed record MeasurePart(MeasureName Name, EntityPart? Of = null) : OperandPart;

/// <summary>What groups have on average: the other side of "more orders than average".</summary>
internal sealed record UsualPart(Function Function) : OperandPart;

internal sealed record NumberPart(decimal Value) : OperandPart;

/// <summary>A unit of time as a dimension: "by month", "weekday", "month of order date".</summary>
internal sealed record UnitPart(UnitWord Unit, AttributePart? Of = null) : OperandPart;

internal sealed record CountPart(OperandPart Of) : OperandPart;

internal sealed record AggregatePart(Function Function, OperandPart Of) : OperandPart;

/// <summary>An aggregate over groups: "average number of orders per customer".</summary>
internal sealed record GroupsPart(Function Function, OperandPart Of, OperandPart Per) : OperandPart;

internal sealed record ArithmeticPart(Operator Operator, OperandPart Left, OperandPart Right) : OperandPart;

/// <param name="To">Null for today.</param>
internal sealed record DurationPart(AttributePart From, AttributePart? To, string Unit) : OperandPart;

/// <summary>How long each row lasts: "length of stay", "flight time".</summary>
/// <param name="Of">Null where no thing is named.</param>
/// <param name="Unit">Null where it is not said.</param>
internal sealed record StretchPart(EntityPart? Of, string? Unit) : OperandPart;

/// <summary>"percentage of orders that were cancelled", "share of revenue" by something.</summary>
/// <param name="Met">The rows that make the part; null where groups are the parts.</param>
internal sealed record SharePart(OperandPart Of, ShareScale Scale, FilterPart? Met) : OperandPart;

/// <summary>A share and what it is told apart by, said in one: "what percentage of the orders of each customer are paid".</summary>
internal sealed record ShareByPart(SharePart Share, ByPart By) : Part;

/// <summary>"return rate", "cancellation rate": rows of which a flag or a value says so.</summary>
internal sealed record RatePart(FilterPart Met) : OperandPart;

/// <param name="Back">The unit of the period before; null for the one that the question is grouped by.</param>
internal sealed record ChangePart(OperandPart Of, string? Back) : OperandPart;

/// <summary>"by how many percent did revenue change from 2023 to 2024".</summary>
internal sealed record PeriodChangePart(OperandPart Of, DateRange Before, DateRange After) : OperandPart;

internal sealed record RunningPart(OperandPart Of) : OperandPart;

/// <summary>"average and maximum": more than one figure of what follows.</summary>
internal sealed record FunctionsPart(IReadOnlyList<string> Classes) : Part;

/// <summary>Two and more things that are asked for together.</summary>
internal sealed record ListPart(IReadOnlyList<OperandPart> Items) : OperandPart;

internal abstract record FilterPart : Part;

internal sealed record AllPart(IReadOnlyList<FilterPart> Parts) : FilterPart;

/// <param name="AreCompared">"2024 versus 2025": each is shown.</param>
internal sealed record AnyPart(IReadOnlyList<FilterPart> Parts, bool AreCompared = false) : FilterPart
{
    /// <summary>"vs" rather than "and": one is set against the other.</summary>
    public bool IsAgainst { get; init; }
}

/// <param name="IsNever">In no row at all of a thing rather than not in this one.</param>
internal sealed record NotPart(FilterPart Inner, bool IsNever = false) : FilterPart;

/// <param name="Column">Where the value was said to stand; null for any column that holds it.</param>
/// <param name="Of">The thing whose value it is: "customer Alfreds".</param>
/// <param name="NeedsAll">"both": every one of them.</param>
/// <param name="AreApart">Joined by "and": "paid and cancelled orders" are counted apart.</param>
/// <param name="Direction">"from Oslo", "to Porto".</param>
/// <param name="AreNames">"named": what the thing is called.</param>
/// <param name="IsKind">The value says what kind the rows are of that it was said of: "inpatient visits".</param>
internal sealed record ValuesPart(
    IReadOnlyList<ValueWord> Values, AttributePart? Column = null, EntityPart? Of = null, bool NeedsAll = false, bool AreApart = false, bool AreNames = false,
    Direction Direction = Direction.None, bool IsKind = false)
    : FilterPart
{
    /// <summary>"in Westbay": where it is rather than what it is called.</summary>
    public bool ArePlaces { get; init; }
}

/// <summary>What a number is of.</summary>
internal enum AmountUnit
{
    /// <summary>Nothing is said.</summary>
    None,
    Money,

    /// <summary>Minutes, kilograms, stars: no amount of money.</summary>
    Other,
}

/// <param name="Left">Null for the measure of what stands before: "orders over 500".</param>
internal sealed record ComparePart(OperandPart? Left, Relation Relation, OperandPart Right) : FilterPart
{
    /// <summary>It is about several rows together: "customers with a total over 1000".</summary>
    public bool IsOfGroups => Left.IsFigure() && Right is not AttributePart;

    /// <summary>"more than 500 passengers": so many as a thing has of them in its rows together.</summary>
    public bool IsOfMany { get; init; }

    /// <summary>"in all": of the rows together, whatever each of them has.</summary>
    public bool IsInAll { get; init; }

    /// <summary>What the number is said to be of: the euros of "over 500 euros".</summary>
    public AmountUnit Unit { get; init; }
}

/// <summary>"older than 30"</summary>
/// <param name="Right">A number, or a thing of the same kind: "their manager".</param>
internal sealed record DegreeComparePart(DegreeWord Degree, OperandPart Right) : FilterPart
{
    /// <summary>"at least" as well as "more than".</summary>
    public bool IsOrEqual { get; init; }

    /// <summary>The unit of time that the number is of: "older than 30 days"; null where none is said.</summary>
    public string? Unit { get; init; }
}

/// <summary>"above average"</summary>
internal sealed record AgainstAveragePart(OperandPart? Left, Relation Relation, Function Function) : FilterPart;

/// <param name="Column">The date that was named; null for the one of the event.</param>
/// <param name="IsBeginning">"new customers": those that came to be then, which only a date of their own tells.</param>
internal sealed record PeriodPart(DateRange Range, AttributePart? Column = null, bool IsBeginning = false) : FilterPart;

/// <summary>"on weekends"; 1 is Monday.</summary>
/// <param name="Column">The date that was named; null for the one of the event.</param>
internal sealed record WeekdayPart(int First, int Last, AttributePart? Column = null) : FilterPart;

/// <summary>"before 8 in the morning".</summary>
/// <param name="Verb">What happens then; null where it is not said.</param>
/// <param name="Column">The column that was named; null for the one of the verb.</param>
internal sealed record ClockPart(ClockBounds Bounds, ClockVerb? Verb = null, AttributePart? Column = null) : FilterPart;

/// <summary>"longer than an hour".</summary>
internal sealed record LastingPart(Relation Relation, decimal Seconds) : FilterPart;

/// <summary>"late": after the day until which it was to happen.</summary>
/// <param name="What">"shipped"; null when the question does not say what was late.</param>
/// <param name="IsStill">"overdue": it has not happened yet.</param>
/// <param name="IsInTime">"on time": by that day.</param>
internal sealed record LatePart(AttributePart? What, bool IsStill = false, bool IsInTime = false) : FilterPart
{
    /// <summary>The day that was named: "overdue for inspection"; null for the one until which it was to happen.</summary>
    public AttributePart? Due { get; init; }
}

internal sealed record ExistsPart(EntityPart Related, CountRange? Count = null) : FilterPart;

internal sealed record FlagPart(FlagName Flag) : FilterPart;

/// <param name="IsNone">"no discount" is none, be it unknown or zero; "discount is unknown" is not zero.</param>
internal sealed record EmptyPart(AttributePart Column, bool IsNone = false) : FilterPart
{
    /// <summary>"no rainfall in March": of what is kept by periods, when there is none.</summary>
    public PeriodPart? During { get; init; }
}

internal sealed record TextPart(AttributePart? Column, TextPlace Place, string Text) : FilterPart;

/// <summary>"order 10248"</summary>
internal sealed record KeyPart(EntityPart Of, string Value) : FilterPart;

/// <summary>"current", "former", "in force".</summary>
/// <param name="On">The day that is meant; null for today.</param>
internal sealed record InForcePart(bool IsFormer, DateOnly? On = null) : FilterPart;

/// <summary>A thing named in passing, which later conditions may belong to: "of customers".</summary>
/// <param name="IsBy">Said with "by", which mostly breaks down.</param>
/// <param name="IsInPassing">What was said before has told what there is of it: "who have no dog as a pet".</param>
internal sealed record MentionPart(EntityPart Of, bool IsBy = false, bool IsInPassing = false) : FilterPart;

/// <summary>One row for each: "by country and month".</summary>
internal sealed record ByPart(IReadOnlyList<OperandPart> Items, bool IsEach) : Part;

/// <summary>The first rows by a key: "most orders", "highest price", "3 oldest".</summary>
/// <param name="Key">Null when the adjective names it.</param>
/// <param name="Count">How many, or which one when <paramref name="IsNth"/>; 0 when not said.</param>
internal sealed record BestPart(OperandPart? Key, DegreeWord? Degree, bool IsDescending, int Count = 0, bool IsNth = false) : Part
{
    /// <summary>"most passengers" rather than "highest fare": of several rows the total counts.</summary>
    public bool IsOfTotal { get; init; }

    /// <summary>"best-selling tools": several, and no number is said.</summary>
    public bool IsOpen { get; init; }

    /// <summary>"the highest and the lowest": the other end too.</summary>
    public bool HasOtherEnd { get; init; }

    /// <summary>The thing that is the extreme one where another is asked for: whose "the cheapest product" is; null for what is shown itself.</summary>
    public EntityPart? Of { get; init; }

    /// <summary>"with the most orders, in descending order": all of them in that order rather than the first.</summary>
    public bool IsAll { get; init; }
}

/// <summary>"most common status": the value that the most rows have.</summary>
/// <param name="Count">How many; 0 for all in that order.</param>
internal sealed record CommonPart(OperandPart Of, bool IsDescending, int Count = 0) : Part
{
    /// <summary>No number is said: one of one thing, all in order of several.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The date of what was done the most: "most prescribed drugs".</summary>
    public AttributePart? By { get; init; }

    /// <summary>The rows that have it: "most of the orders"; null where nothing says which.</summary>
    public EntityPart? Among { get; init; }
}

/// <summary>"more than 5", "at least one": a number of rows.</summary>
internal sealed record RangePart(CountRange Range) : Part;

/// <summary>"top 5", "bottom 3", "first 10".</summary>
/// <param name="IsByTime">"first" and "last" rather than "top" and "bottom".</param>
internal sealed record LimitPart(int Count, bool IsDescending, bool IsByTime = false) : Part
{
    /// <summary>No number is said: one of one thing, some of several.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>So many of a thing: "which 10 customers".</summary>
internal sealed record FewPart(OperandPart Of, int Count) : Part
{
    /// <summary>"which" is part of it.</summary>
    public bool IsAsked { get; init; }
}

/// <summary>"including customers without orders": groups without any row are shown.</summary>
internal sealed record KeepEmptyPart(EntityPart? Kept = null, EntityPart? Lacking = null) : Part;

/// <param name="Key">Null for the figure that is shown.</param>
internal sealed record OrderPart(OperandPart? Key, bool IsDescending, bool IsAlphabetical = false) : Part
{
    /// <summary>The adjective that says by what: "cheapest first"; null for others.</summary>
    public DegreeWord? Degree { get; init; }

    /// <summary>Up or down was said.</summary>
    public bool HasDirection { get; init; } = true;
}
