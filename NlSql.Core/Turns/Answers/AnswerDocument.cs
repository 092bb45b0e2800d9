using System.Text.Json;
using System.Text.Json.Serialization;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Voting;
using NlSql.Core.Language.Lint;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Answers;

/// <summary>A question's SQL before it is run, as the API and <c>--json</c> give it.</summary>
public sealed record DraftDocument
{
    /// <summary>In readable form, as drafted; null when declined.</summary>
    public string? Sql { get; init; }

    /// <summary>What PostgreSQL would be sent: the guard's print of <see cref="Sql"/>; null unless it was approved.</summary>
    public string? ExecutedSql { get; init; }

    /// <summary>Who wrote the SQL, as <see cref="ISqlGenerator.Name"/>; null before anybody did.</summary>
    public string? Generator { get; init; }

    /// <summary>Probability that the SQL is right, 0 to 1, of the built-in translator; null for drafts of models and SQL of one's own.</summary>
    public double? Confidence { get; init; }

    /// <summary>The guard's word; null when declined.</summary>
    public VerdictDocument? Verdict { get; init; }

    /// <summary>What the planner expects; null unless approved, or where EXPLAIN failed.</summary>
    public PlanEstimate? Estimate { get; init; }

    /// <summary>How words of the question were read; empty for models.</summary>
    public IReadOnlyList<Understanding> Understood { get; init; } = [];

    /// <summary>Words of the question that nothing was found for, and that the SQL leaves out.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>Why there is no SQL, with the nearest names, the likeliest reading and a question that works; absent where there is SQL.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Decline? Declined { get; init; }

    /// <summary>What to ask back where the question has several readings; absent where it has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Clarification? Clarify { get; init; }

    /// <summary>What else one should know of the SQL, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Changes to what a model wrote, with their reasons; none for other writers.</summary>
    public IReadOnlyList<DraftChange> Changes { get; init; } = [];

    /// <summary>How many drafts of a vote agree; null where none was held.</summary>
    public Agreement? Agreement { get; init; }

    /// <inheritdoc cref="TurnProgress.Warnings"/>
    public IReadOnlyList<LintWarning> Warnings { get; init; } = [];

    /// <summary>Tables that were found, best first.</summary>
    public IReadOnlyList<TableReason> Tables { get; init; } = [];

    /// <summary>Null when the turn was not recorded.</summary>
    public string? TurnId { get; init; }

    /// <summary>Null when the turn was not recorded.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Milliseconds by stage, <c>retrieval</c> to <c>estimating</c>.</summary>
    public IReadOnlyDictionary<string, double>? Timings { get; init; }

    /// <summary>What has come of the draft half.</summary>
    public static DraftDocument From(TurnProgress progress) => new()
    {
        Sql = progress.Statement,
        ExecutedSql = progress.Approved?.Text,
        Generator = progress.Draft?.Generator,
        Confidence = progress.Draft?.Confidence,
        Verdict = VerdictDocument.From(progress.Verdict),
        Estimate = progress.Estimate,
        Understood = progress.Draft?.Understood ?? [],
        NotUnderstood = progress.NotUnderstood,
        Declined = progress.Draft?.Declined,
        Clarify = progress.Draft?.Clarify,
        Notes = progress.Notes,
        Changes = DraftChange.Of(progress.Draft),
        Agreement = progress.Draft?.Agreement,
        Warnings = progress.Warnings,
        Tables = [.. progress.Tables.Select(table => new TableReason(table.Name, table.Why))],
        TurnId = progress.TurnId,
        ConversationId = progress.ConversationId,
        Timings = StageTimings.From(progress),
    };
}

/// <summary>A table that was found, and why in a short sentence.</summary>
public sealed record TableReason(string Name, string Why);

/// <param name="Verdict"><c>accept</c> or <c>refuse</c>.</param>
/// <param name="Note">Why there is no estimate; null for what was accepted.</param>
public sealed record VerdictDocument(
    string Verdict,
    string? Rule,
    string? Message,
    string? Node = null,
    int? Start = null,
    int? Length = null,
    string? Rewrite = null,
    string? Note = null)
{
    /// <summary>Null for a statement that nobody judged.</summary>
    public static VerdictDocument? From(GuardVerdict? verdict) => verdict switch
    {
        GuardApproval => new("accept", null, null),
        GuardRefusal refusal =>
            new("refuse", refusal.Rule, refusal.Message, refusal.Node, refusal.Start, refusal.Length, refusal.Rewrite, GuardRefusal.NotPlanned),
        _ => null,
    };
}

/// <summary>An answered question, as the API and <c>--json</c> give it.</summary>
public sealed record AnswerDocument
{
    /// <summary>In readable form, as drafted or as given.</summary>
    public required string Sql { get; init; }

    /// <summary>What PostgreSQL was sent: the guard's print of <see cref="Sql"/>, every name with its schema.</summary>
    public required string ExecutedSql { get; init; }

    /// <summary>Who wrote the SQL: a generator's name, or <c>caller</c>.</summary>
    public required string Generator { get; init; }

    /// <summary>Probability that the SQL is right, 0 to 1, of the built-in translator; null for drafts of models and SQL of one's own.</summary>
    public double? Confidence { get; init; }

    /// <summary>In the order of the cells of <see cref="Rows"/>.</summary>
    public required IReadOnlyList<ColumnDocument> Columns { get; init; }

    /// <summary>The first rows, an array each; how cells are written: <see cref="Database.Execution.Cells.CellJson"/>.</summary>
    public required RowSet Rows { get; init; }

    /// <summary>Rows that are kept on the server, of which <see cref="Rows"/> are the first.</summary>
    public long RowCount { get; init; }

    /// <summary>More rows exist than are given here; an export has them all.</summary>
    public bool Truncated { get; init; }

    /// <inheritdoc cref="StoredResult.CutCells"/>
    public long CutCells { get; init; }

    /// <summary>The run was stopped or failed half way.</summary>
    public bool Partial { get; init; }

    /// <summary>Values that the statement compares with and that do not occur, with the nearest ones; absent where they explain nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmptyResult? Emptiness { get; init; }

    /// <summary>Null where no chart helps.</summary>
    public ChartSpec? Chart { get; init; }

    /// <summary>Absent where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnalysisFinished? Analysis { get; init; }

    /// <summary>Questions that go on from this one.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>How words of the question were read; empty for models.</summary>
    public IReadOnlyList<Understanding> Understood { get; init; } = [];

    /// <summary>Words of the question that nothing was found for, and that the SQL leaves out.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>What else one should know of the SQL, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Changes to what a model wrote, with their reasons; none for other writers.</summary>
    public IReadOnlyList<DraftChange> Changes { get; init; } = [];

    /// <summary>How many drafts of a vote agree; null where none was held.</summary>
    public Agreement? Agreement { get; init; }

    /// <inheritdoc cref="TurnProgress.Warnings"/>
    public IReadOnlyList<LintWarning> Warnings { get; init; } = [];

    /// <summary>For pages and exports.</summary>
    public required string ResultId { get; init; }

    /// <summary>Null when the turn was not recorded.</summary>
    public string? TurnId { get; init; }

    /// <summary>Null when the turn was not recorded.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Milliseconds by stage, <c>retrieval</c> to <c>analysis</c>; stages that did not take place are missing.</summary>
    public required IReadOnlyDictionary<string, double> Timings { get; init; }

    /// <summary>A turn that has a result, with the first page of it.</summary>
    public static AnswerDocument From(TurnProgress progress, StoredResult result, ResultPage page) => new()
    {
        Sql = progress.Statement ?? result.Sql,
        ExecutedSql = result.Sql,
        Generator = progress.Draft?.Generator ?? GeneratorNames.Caller,
        Confidence = progress.Draft?.Confidence,
        Columns = ColumnDocument.From(result.Columns),
        Rows = new RowSet(result.Columns, page.Rows),
        RowCount = result.RowCount,
        Truncated = result.Truncated,
        CutCells = result.CutCells,
        Partial = result.Partial,
        Emptiness = progress.Emptiness,
        Chart = progress.Chart,
        Analysis = progress.Analysis,
        FollowUps = progress.FollowUps,
        Understood = progress.Draft?.Understood ?? [],
        NotUnderstood = progress.NotUnderstood,
        Notes = progress.Notes,
        Changes = DraftChange.Of(progress.Draft),
        Agreement = progress.Draft?.Agreement,
        Warnings = progress.Warnings,
        ResultId = result.Id,
        TurnId = progress.TurnId,
        ConversationId = progress.ConversationId,
        Timings = StageTimings.From(progress),
    };
}

/// <summary>Milliseconds by the stage's name, in camel case.</summary>
internal static class StageTimings
{
    public static Dictionary<string, double> From(TurnProgress progress) =>
        progress.Timings.ToDictionary(stage => JsonNamingPolicy.CamelCase.ConvertName(stage.Key.ToString()), stage => stage.Value, StringComparer.Ordinal);
}

/// <param name="Type">PostgreSQL's name of the type.</param>
public sealed record ColumnDocument(string Name, string Type)
{
    /// <summary>In the order of the result.</summary>
    public static IReadOnlyList<ColumnDocument> From(IReadOnlyList<ResultColumn> columns) =>
        [.. columns.Select(column => new ColumnDocument(column.Name, column.DataType))];
}
