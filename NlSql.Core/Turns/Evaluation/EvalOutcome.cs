using System.Text.Json.Serialization;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>How one case ended; of those that compare rows the better first.</summary>
public enum EvalVerdict
{
    /// <summary>Same columns in any order and under any names, same rows.</summary>
    Exact,

    /// <summary>All gold columns and more; the rows match.</summary>
    Subset,

    /// <summary>The rows match once duplicates are dropped.</summary>
    SetOnly,
    Wrong,

    /// <summary>The database refused or failed, or no generator could write anything.</summary>
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

    /// <summary>The database cannot answer it, and it was declined or asked back.</summary>
    DeclinedRightly,

    /// <summary>The database cannot answer it, and there is SQL.</summary>
    AnsweredWrongly,
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
    /// <summary>As it was asked.</summary>
    public string? Question { get; init; }

    /// <inheritdoc cref="EvalCase.Structure"/>
    public string? Structure { get; init; }

    /// <summary>What went wrong, as a slug (<c>unknown-column</c>, <c>other-rows</c>); null where it is right.</summary>
    public string? Fault { get; init; }

    /// <summary>What was mended by the schema in the model's last statement, a clause each.</summary>
    public IReadOnlyList<string> Mended { get; init; } = [];

    /// <summary>How often the model was asked to correct a statement that would not run.</summary>
    public int Repairs { get; init; }

    /// <summary>How often a model was asked; 0 where none was.</summary>
    public int ModelCalls { get; init; }

    /// <summary>Of all calls; null where nobody counted.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Of <see cref="PromptTokens"/>, those that the server knew already.</summary>
    public long? CachedTokens { get; init; }

    /// <inheritdoc cref="PromptTokens"/>
    public long? AnswerTokens { get; init; }

    /// <summary>Extra columns are no fault, duplicates are.</summary>
    [JsonIgnore]
    public bool IsCorrect => Verdict is EvalVerdict.Exact or EvalVerdict.Subset or EvalVerdict.DeclinedRightly;

    /// <summary>There is SQL, right or wrong.</summary>
    [JsonIgnore]
    public bool IsAnswered => Sql is not null;

    /// <summary>The database has an answer, and a right query of it ran.</summary>
    [JsonIgnore]
    public bool IsAnswerable => Verdict is not (EvalVerdict.GoldFailed or EvalVerdict.DeclinedRightly or EvalVerdict.AnsweredWrongly);
}
