namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>Something that the reader of an answer should know, or be asked.</summary>
/// <param name="Sentence">For people.</param>
internal sealed record Concern(ConcernKind Kind, string Sentence);

internal enum ConcernKind
{
    /// <summary>Rows whose reference is empty stay, with nothing beside them or as a group of their own.</summary>
    EmptyReferenceKept,

    /// <summary>Rows whose reference is empty are not among the answer.</summary>
    RowsLeftOut,

    /// <summary>Several ways lead to what was named, as good as each other: one to ask about.</summary>
    OtherRoute,

    /// <summary>Another way leads there as well, but for some of the rows only.</summary>
    PartialRoute,

    /// <summary>Two tables are joined by names alone.</summary>
    GuessedJoin,

    /// <summary>A way leads from many rows to one and on to many others: pairs may mean nothing.</summary>
    Detour,

    /// <summary>A row belongs to several groups and is counted in each, so that the groups do not add up to the whole.</summary>
    InSeveralGroups,

    /// <summary>A row is shown once for each of several others.</summary>
    ShownRepeatedly,

    /// <summary>Different rows may have one name.</summary>
    NameRepeats,

    /// <summary>So many rows are shown, in no particular order.</summary>
    NoOrder,

    /// <summary>When a row of a history is taken to be in force.</summary>
    InForceRule,

    /// <summary>A text is looked for that the data is not known to hold.</summary>
    UnknownValue,

    /// <summary>The name of a person is looked for, which is never among the values that are known.</summary>
    PersonalValue,

    /// <summary>Identifiers are added up or averaged.</summary>
    OddFigure,

    /// <summary>Asked for, but not possible here, and left out.</summary>
    NotApplied,
}
