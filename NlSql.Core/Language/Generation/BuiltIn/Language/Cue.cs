namespace NlSql.Core.Language.Generation.BuiltIn.Language;

/// <summary>What a function word or phrase does to the query. The names are the keys of the word tables.</summary>
internal enum CueKind
{
    LeadIn,
    WhenAsked,
    WhereAsked,
    HowOld,
    HowMuch,
    Count,
    Average,
    Sum,
    Maximum,
    Minimum,
    Distinct,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    OrMore,
    OrLess,
    Between,
    Before,
    After,
    Since,
    Contains,
    StartsWith,
    EndsWith,
    Each,
    By,
    OrderBy,
    Ascending,
    Descending,
    Alphabetical,
    Most,
    Fewest,
    MostCommon,
    LeastCommon,
    Top,
    Bottom,
    Rank,
    Not,
    Ratio,
    Percentage,
    Share,
    Rate,
    Change,
    PeriodOnPeriod,
    Running,
    Compared,
    Median,
    Ordinal,
    More,
    Fewer,
    Difference,
    And,
    Or,
    Both,
    Of,
    In,
    Relative,
    Whose,
    With,
    Be,
    Their,
    Null,
    NotNull,
    Than,
    Times,
    Only,
    Ever,
}

/// <param name="Dimension">Set for adjectives: which columns "older" or "cheapest" speaks of.</param>
internal sealed record Cue(CueKind Kind, Dimension? Dimension);

/// <summary>A quantity that schemas call by many names.</summary>
/// <param name="Words">Base forms under which questions ask for it.</param>
/// <param name="Columns">Names of columns that hold it, best first.</param>
internal sealed record MeasureConcept(IReadOnlyList<string> Words, IReadOnlyList<string> Columns);

/// <summary>Words around a question that changes the one before it.</summary>
/// <param name="Openers">Phrases it starts with ("what about"), longest first.</param>
/// <param name="Adding">Those of them that add to the breakdown rather than replace it ("and").</param>
/// <param name="Closers">Words it ends with ("instead").</param>
/// <param name="Joining">What a restriction is put after when it is added: "for".</param>
internal sealed record FollowUpWords(IReadOnlyList<string> Openers, IReadOnlyList<string> Adding, IReadOnlyList<string> Closers, string Joining);

/// <summary>A gradable adjective.</summary>
/// <param name="Words">Base forms.</param>
/// <param name="Verbs">Verbs that name the measure ("weigh").</param>
/// <param name="Columns">Words of column names that hold the measure, best first.</param>
/// <param name="Reversed">Words of columns in which more means less of it (old: birth date).</param>
/// <param name="Superlatives">Superlatives that are not formed by rule.</param>
/// <param name="Sign">1 when the adjective's superlative is the largest value.</param>
/// <param name="Temporal">True for adjectives of time: any date column will do.</param>
internal sealed record Dimension(
    IReadOnlyList<string> Words, IReadOnlyList<string> Verbs, IReadOnlyList<string> Columns, IReadOnlyList<string> Reversed,
    IReadOnlyList<string> Superlatives, int Sign, bool Temporal);
