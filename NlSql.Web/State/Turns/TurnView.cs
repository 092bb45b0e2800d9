using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.State.Turns;

/// <summary>A turn as the page shows it, live or stored. Immutable: a new event makes a new view.</summary>
public sealed record TurnView
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public int Ordinal { get; init; }

    public TurnStatus Status { get; init; }

    /// <summary>Stages in the order in which they began.</summary>
    public IReadOnlyList<StageLine> Stages { get; init; } = [];

    public IReadOnlyList<TurnTable> Tables { get; init; } = [];

    public IReadOnlyList<string> LinkedValues { get; init; } = [];

    /// <summary>The SQL as far as it is written; the current version once the draft is done.</summary>
    public string Sql { get; init; } = "";

    public SqlDraft? Draft { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public GuardRefusal? Refusal { get; init; }

    public PlanEstimate? Estimate { get; init; }

    /// <summary>Relations that the approved SQL reads; null before a verdict.</summary>
    public int? ApprovedTables { get; init; }

    public IReadOnlyList<SqlVersion> Versions { get; init; } = [];

    public StoredResult? Result { get; init; }

    /// <summary>Number of the SQL version <see cref="Result"/> came from.</summary>
    public int? ResultVersion { get; init; }

    public ChartSpec? Chart { get; init; }

    /// <summary>Markdown as far as it is written.</summary>
    public string AnalysisText { get; init; } = "";

    public AnalysisFinished? Analysis { get; init; }

    public IReadOnlyList<string> FollowUps { get; init; } = [];

    public PipelineFailure? Failure { get; init; }

    /// <summary>Rows received so far while it runs.</summary>
    public long RowsSoFar { get; init; }

    /// <summary>When the half that is going on began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the run took until it was stopped; null unless stopped in this process.</summary>
    public TimeSpan? StoppedAfter { get; init; }

    public int CurrentVersion => Versions.Count == 0 ? 0 : Versions[^1].Number;

    public bool IsBusy => Status is TurnStatus.Drafting or TurnStatus.Running;
}

/// <param name="Message">What a person reads.</param>
/// <param name="Duration">Null while it is going on.</param>
public sealed record StageLine(PipelineStage Stage, string Message, TimeSpan? Duration);

/// <summary>Which part of a view changed, so that only that part is drawn again.</summary>
public enum TurnChange
{
    Whole,
    SqlText,
    AnalysisText,
    RowCount,
}
