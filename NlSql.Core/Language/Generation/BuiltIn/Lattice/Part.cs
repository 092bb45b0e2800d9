using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>A stretch of the question and what it may mean, before anything is decided. Immutable.</summary>
internal abstract record Part
{
    /// <summary>Tokens of the question, fillers inside it included.</summary>
    public Span At { get; init; } = Span.None;
}

/// <param name="Score">0 to 1: how well the words fit the name.</param>
internal sealed record Candidate<T>(T Node, double Score);

/// <summary>A value known to occur in a column.</summary>
internal sealed record ValueCandidate(ColumnNode Column, string Value, double Score);

/// <summary>A function word or idiom; what it does is said by its class in the word table.</summary>
internal sealed record CueWord(string Class) : Part
{
    /// <summary>The words themselves, whatever class they are taken for; null where no words said it.</summary>
    public string? Text { get; init; }
}

/// <param name="Tables">Best first.</param>
/// <param name="IsVerb">Said by a verb: "ordered" for orders.</param>
/// <param name="Role">The key that the words name besides the table: "origin airport".</param>
internal sealed record TableName(IReadOnlyList<Candidate<TableNode>> Tables, bool IsVerb = false, KeyEdge? Role = null) : Part
{
    /// <summary>Said in a form that tells what is done, by those whom the rows are: "shipped" for the shippers.</summary>
    public bool IsOfAgent { get; init; }

    /// <summary>The word itself, where it is not what the table is called: "deliveries" for shipments; null for other names.</summary>
    public string? Alias { get; init; }

    /// <summary>How many pieces were sold in the rows that a verb names; null where none tells it.</summary>
    public MeasureName? Pieces { get; init; }
}

/// <param name="Columns">Best first.</param>
/// <param name="IsVerb">Said by a verb, which speaks of a date: "hired" for hire_date.</param>
/// <param name="Role">The key that the words name besides the column: "destination city".</param>
internal sealed record ColumnName(IReadOnlyList<Candidate<ColumnNode>> Columns, bool IsVerb = false, KeyEdge? Role = null) : Part
{
    /// <summary>Said in a form that tells what is done: "scored" for the score.</summary>
    public bool IsDone { get; init; }
}

/// <summary>A flag said by its name: "discontinued".</summary>
/// <param name="IsYes">False for its opposite: "inactive" for active.</param>
internal sealed record FlagName(IReadOnlyList<Candidate<ColumnNode>> Columns, bool IsYes = true) : Part;

/// <summary>An amount that the schema can tell: "revenue".</summary>
/// <param name="Measures">Best first.</param>
/// <param name="Each">The thing whose amount it is: the order of "order value"; null for the total of all.</param>
/// <param name="IsPaid">Said by a verb of those who pay: "spent", so that what goes with a whole sale counts.</param>
internal sealed record MeasureName(IReadOnlyList<Candidate<MeasureFact>> Measures, TableName? Each = null, bool IsPaid = false) : Part
{
    /// <summary>Pieces rather than money: there are so many of them.</summary>
    public bool AreUnits => Measures[0].Node.Name == MeasureKinds.UnitsSold;

    /// <summary>How many pieces there are of a thing.</summary>
    public bool AreInStock => Measures[0].Node.Name == MeasureKinds.UnitsInStock;
}

/// <param name="Values">Where such a value occurs; empty for quoted text that the samples do not hold.</param>
internal sealed record ValueWord(string Text, IReadOnlyList<ValueCandidate> Values, bool IsQuoted = false) : Part;

/// <summary>A full name, which no sample holds because names of people are not kept.</summary>
/// <param name="People">Tables that may hold it, likeliest first.</param>
internal sealed record PersonWord(string Text, TableName People) : Part;

/// <summary>A value whose last word is the thing that is of that kind: "inpatient visits".</summary>
internal sealed record KindWord(ValueWord Value, TableName Thing) : Part;

internal sealed record NumberWord(decimal Value) : Part;

/// <summary>A stretch of days said in words.</summary>
internal sealed record PeriodWords(DateRange Range) : Part;

/// <summary>A unit of time: "month", "monthly", "weekday".</summary>
/// <param name="IsAdjective">"monthly"</param>
/// <param name="IsPart">A part of any date ("weekday") rather than a stretch of the calendar.</param>
internal sealed record UnitWord(string Unit, bool IsAdjective, bool IsPart) : Part;

/// <summary>A time of the day.</summary>
internal sealed record ClockWord(TimeOnly Time) : Part;

/// <summary>What happens at a time of the day: "leaves".</summary>
/// <param name="Columns">Words that columns have for it.</param>
internal sealed record ClockVerb(IReadOnlySet<string> Columns) : Part;

/// <summary>A unit of time that something lasts for: "hours".</summary>
internal sealed record LengthUnit(int Seconds) : Part;

/// <summary>Days of the week: "weekends", "Mondays"; 1 is Monday.</summary>
internal sealed record WeekdayWord(int First, int Last) : Part;

/// <summary>An adjective in a higher or highest degree, and the columns it speaks of.</summary>
internal sealed record DegreeWord(Dimension Dimension, bool IsMore) : Part;

/// <summary>A reading of some tokens as a terminal of the grammar.</summary>
/// <param name="Symbol">The terminal: the class of a cue, or one of <see cref="Symbols"/>.</param>
/// <param name="First">The first place it takes.</param>
/// <param name="Count">How many places it takes.</param>
/// <param name="Score">0 to 1 a place.</param>
internal sealed record Reading(string Symbol, int First, int Count, Part Part, double Score);

/// <summary>Which of several keys to the same thing a preposition speaks of.</summary>
internal enum Direction
{
    None,
    From,
    To,
}

/// <summary>Terminals that are not cues.</summary>
internal static class Symbols
{
    public const string Table = "Table";
    public const string Column = "Column";
    public const string Flag = "Flag";
    public const string Value = "Value";
    public const string Number = "Number";
    public const string Period = "Period";
    public const string Unit = "Unit";
    public const string Comparative = "Comparative";
    public const string Superlative = "Superlative";
    public const string Verb = "Verb";
    public const string Unverb = "Unverb";

    /// <summary>A verb of a date in the form that may stand before its thing: "discontinued".</summary>
    public const string PastVerb = "PastVerb";
    public const string Age = "Age";
    public const string Measuring = "unit";
    public const string Text = "Text";
    public const string Place = "Place";
    public const string GradedVerb = "GradedVerb";
    public const string Measure = "Measure";
    public const string MeasureVerb = "MeasureVerb";
    public const string Worth = "Worth";
    public const string Weekday = "Weekday";
    public const string Person = "Person";
    public const string Kind = "Kind";

    /// <summary>Somebody by a role: "boss".</summary>
    public const string RoleNoun = "RoleNoun";

    /// <summary>What somebody does in a role: "supervises".</summary>
    public const string RoleVerb = "RoleVerb";

    /// <summary>What was done by somebody in a role: "referred".</summary>
    public const string RoleDone = "RoleDone";

    /// <summary>Before the one who is above: "reports to".</summary>
    public const string RoleTo = "RoleTo";

    /// <summary>A thing of which some stand above others.</summary>
    public const string Tree = "Tree";

    /// <summary>Things that stand below others of their kind: "subcategories".</summary>
    public const string Below = "Below";
    public const string Moment = "Moment";
    public const string Clock = "Clock";
    public const string ClockVerb = "ClockVerb";
    public const string LengthUnit = "LengthUnit";
    public const string Stretch = "Stretch";
    public const string Partner = "Partner";
    public const string Selling = "Selling";

    /// <summary>A sign after which something is said besides: ". Names only."</summary>
    public const string Stop = "stop";

    /// <summary>The other end of <see cref="Selling"/>.</summary>
    public const string SlowSelling = "SlowSelling";

    /// <summary>"makes the most money".</summary>
    public const string Earning = "Earning";

    /// <summary>What was done, by the rows that are kept of it: "borrowed" for loans.</summary>
    public const string Deed = "Deed";
}
