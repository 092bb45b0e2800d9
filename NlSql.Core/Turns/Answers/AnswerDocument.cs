using System.Text.Json.Serialization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Answers;

/// <summary>A question's SQL before it is run, as the API and <c>--json</c> give it.</summary>
public sealed record DraftDocument
{
    /// <summary>As approved (before the row limit), or as drafted when the guard refused it; null when declined.</summary>
    public string? Sql { get; init; }

    public string? Generator { get; init; }

    public double? Confidence { get; init; }

    public VerdictDocument? Verdict { get; init; }

    public PlanEstimate? Estimate { get; init; }

    public IReadOnlyList<Understanding> Understood { get; init; } = [];

    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Tables that were found, best first.</summary>
    public IReadOnlyList<TableReason> Tables { get; init; } = [];

    public string? TurnId { get; init; }

    public string? ConversationId { get; init; }

    public IReadOnlyDictionary<string, double>? Timings { get; init; }

    public static DraftDocument From(TurnOutcome outcome) => new()
    {
        Sql = outcome.Approved?.Text ?? outcome.Draft?.Sql,
        Generator = outcome.Draft?.Generator,
        Confidence = outcome.Draft?.Confidence,
        Verdict = VerdictDocument.From(outcome.Verdict),
        Estimate = outcome.Estimate,
        Understood = outcome.Draft?.Understood ?? [],
        NotUnderstood = outcome.Draft?.NotUnderstood ?? [],
        Notes = outcome.Notes,
        Tables = [.. outcome.Schema.Tables.Select(table => new TableReason(table.Table.Name.ToString(), table.Explanation))],
        TurnId = outcome.TurnId,
        ConversationId = outcome.ConversationId,
        Timings = outcome.Timings,
    };
}

public sealed record TableReason(string Name, string Why);

/// <param name="Verdict"><c>accept</c> or <c>refuse</c>.</param>
public sealed record VerdictDocument(
    string Verdict,
    string? Rule,
    string? Message,
    string? Node = null,
    int? Start = null,
    int? Length = null,
    string? Rewrite = null)
{
    public static VerdictDocument? From(GuardVerdict? verdict) => verdict switch
    {
        GuardApproval => new("accept", null, null),
        GuardRefusal refusal => new("refuse", refusal.Rule, refusal.Message, refusal.Node, refusal.Start, refusal.Length, refusal.Rewrite),
        _ => null,
    };
}

/// <summary>An answered question, as the API and <c>--json</c> give it.</summary>
public sealed record AnswerDocument
{
    public required string Sql { get; init; }

    /// <summary>Who wrote the SQL: a generator's name, or <c>caller</c>.</summary>
    public required string Generator { get; init; }

    public double? Confidence { get; init; }

    public required IReadOnlyList<ColumnDocument> Columns { get; init; }

    public required RowSet Rows { get; init; }

    public long RowCount { get; init; }

    /// <summary>More rows exist than are given here; an export has them all.</summary>
    public bool Truncated { get; init; }

    public bool Partial { get; init; }

    public ChartSpec? Chart { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnalysisFinished? Analysis { get; init; }

    public IReadOnlyList<string> FollowUps { get; init; } = [];

    public IReadOnlyList<Understanding> Understood { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>For pages and exports.</summary>
    public required string ResultId { get; init; }

    public string? TurnId { get; init; }

    public string? ConversationId { get; init; }

    public required IReadOnlyDictionary<string, double> Timings { get; init; }

    public static AnswerDocument From(TurnOutcome outcome, StoredResult result, ResultPage page) => new()
    {
        Sql = outcome.Approved?.Text ?? result.Sql,
        Generator = outcome.Draft?.Generator ?? "caller",
        Confidence = outcome.Draft?.Confidence,
        Columns = ColumnDocument.From(result.Columns),
        Rows = new RowSet(result.Columns, page.Rows),
        RowCount = result.RowCount,
        Truncated = result.Truncated,
        Partial = result.Partial,
        Chart = outcome.Chart,
        Analysis = outcome.Analysis,
        FollowUps = outcome.FollowUps,
        Understood = outcome.Draft?.Understood ?? [],
        Notes = outcome.Notes,
        ResultId = result.Id,
        TurnId = outcome.TurnId,
        ConversationId = outcome.ConversationId,
        Timings = outcome.Timings,
    };
}

/// <param name="Type">PostgreSQL's name of the type.</param>
public sealed record ColumnDocument(string Name, string Type)
{
    public static IReadOnlyList<ColumnDocument> From(IReadOnlyList<ResultColumn> columns) => [.. columns.Select(column => new ColumnDocument(column.Name, column.DataType))];
}
