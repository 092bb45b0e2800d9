namespace NlSql.Core.Turns.Evaluation;

/// <summary>How one case ended; the better first.</summary>
public enum EvalVerdict
{
    /// <summary>Same columns in any order and under any names, same rows.</summary>
    Exact,

    /// <summary>All gold columns and more; the rows match.</summary>
    Subset,

    /// <summary>The rows match once duplicates are dropped.</summary>
    SetOnly,
    Wrong,

    /// <summary>The database refused or failed.</summary>
    Error,
    Timeout,

    /// <summary>More bytes than are compared.</summary>
    TooBig,

    /// <summary>The guard refused the generated SQL.</summary>
    Refused,

    /// <summary>Declined, or would have asked.</summary>
    Abstained,

    /// <summary>No gold query ran: the case says nothing about the generator and is left out.</summary>
    GoldFailed,
}

/// <param name="DraftMs">Retrieval and generation, milliseconds.</param>
/// <param name="RunMs">Running the generated SQL, milliseconds; null when it was not run.</param>
/// <param name="Error">Why, in words; null when there is nothing to say.</param>
public sealed record EvalOutcome(
    string Id,
    string? Source,
    string? Db,
    EvalVerdict Verdict,
    string? Sql,
    string? Generator,
    double? Confidence,
    double DraftMs,
    double? RunMs,
    string? Error)
{
    /// <summary>Extra columns are no fault, duplicates are.</summary>
    public bool IsCorrect => Verdict is EvalVerdict.Exact or EvalVerdict.Subset;
}
