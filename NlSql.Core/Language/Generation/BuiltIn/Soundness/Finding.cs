namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Something about a plan because of which its answer may be another than was asked for.</summary>
/// <param name="Sentence">For the reader of the answer.</param>
internal sealed record Finding(FindingKind Kind, string Sentence);

internal enum FindingKind
{
    /// <summary>A quantity is taken over rows that a join has multiplied.</summary>
    FansOut,

    /// <summary>The same of a sum, which is then too large for certain.</summary>
    SumFansOut,

    /// <summary>Rows are paired that only share a third one.</summary>
    Detour,

    /// <summary>A quantity, an extreme or a breakdown is asked for, and plain rows are shown.</summary>
    PlainRows,

    /// <summary>Each group is one row, so that nothing is added up or averaged.</summary>
    SingleRows,

    /// <summary>Two tables are joined by names alone.</summary>
    GuessedJoin,

    /// <summary>Rows with an empty reference are not among the answer.</summary>
    RowsLeftOut,

    /// <summary>So many rows are asked for, but not which.</summary>
    UnorderedLimit,

    /// <summary>Prices or shares are added up, identifiers are averaged.</summary>
    OddUnit,

    /// <summary>The rows have several dates, and no word says which is meant.</summary>
    OtherDate,

    /// <summary>A table that the question names is not in the plan.</summary>
    OtherSubject,

    /// <summary>Rows that were called off are added up with the others.</summary>
    CountsVoided,

    /// <summary>A text is looked for that the data is not known to hold.</summary>
    UnknownValue,

    /// <summary>A word has two readings that are nearly as good.</summary>
    Tie,

    /// <summary>The house has fiscal years: which kind of year was taken.</summary>
    KindOfYear,
}
