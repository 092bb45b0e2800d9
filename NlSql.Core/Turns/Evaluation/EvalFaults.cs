using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Turns.Evaluation;

/// <summary>Names the ways in which a case goes wrong, so that they can be counted.</summary>
internal static class EvalFaults
{
    public const string Declined = "declined";
    public const string AskedBack = "asked-back";
    public const string AnsweredUnanswerable = "answered-what-cannot-be";
    public const string TooBig = "too-big-to-compare";

    /// <summary>By the database's own code where there is one, else by the failure's type.</summary>
    public static string Of(PipelineFailure failure) => failure.SqlState switch
    {
        null => failure.Rule is { } rule ? $"refused:{rule}" : failure.Type,
        "42703" => "unknown-column",
        "42P01" => "unknown-table",
        "42601" => "syntax",
        "42883" => "unknown-function-or-operator",
        "42702" => "ambiguous-column",
        "42803" => "not-grouped",
        "42P10" or "42804" or "42846" => "types-that-do-not-fit",
        "22P02" or "22007" or "22008" => "value-that-does-not-fit",
        "22012" => "division-by-zero",
        "21000" => "more-than-one-row",
        var state => $"sqlstate:{state}",
    };

    /// <summary>How a result differs from the right ones, by what can be seen of the rows.</summary>
    /// <param name="golds">Results of right queries; at least one.</param>
    public static string OfRows(IReadOnlyList<ResultTable> golds, ResultTable answer, EvalVerdict verdict) =>
        verdict == EvalVerdict.SetOnly ? "duplicates"
        : golds.All(gold => answer.Columns < gold.Columns) ? "columns-missing"
        : answer.Rows == 0 ? "no-rows"
        : golds.All(gold => gold.Rows == 0) ? "rows-where-there-are-none"
        : golds.Any(gold => gold.Rows == answer.Rows) ? "other-values"
        : golds.All(gold => gold.Rows > answer.Rows) ? "too-few-rows"
        : golds.All(gold => gold.Rows < answer.Rows) ? "too-many-rows"
        : "other-rows";
}
