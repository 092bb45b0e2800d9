using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Web.State.Turns;

/// <summary>A turn as the page shows it, live or stored: what its events have come to, and what only the page or the store knows. Immutable.</summary>
public sealed record TurnView
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public int Ordinal { get; init; }

    public TurnOrigin Origin { get; init; }

    /// <summary>Core's fold of the events.</summary>
    public TurnProgress Progress { get; init; } = TurnProgress.None;

    public IReadOnlyList<SqlVersion> Versions { get; init; } = [];

    /// <summary>Number of the SQL version <see cref="Result"/> came from.</summary>
    public int? ResultVersion { get; init; }

    /// <summary>When the half that is going on began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the run took until it was stopped; null unless it was stopped.</summary>
    public TimeSpan? StoppedAfter { get; init; }

    public TurnStatus Status => Progress.Status;

    public bool IsBusy => Progress.IsBusy;

    public IReadOnlyList<StageProgress> Stages => Progress.Stages;

    public IReadOnlyList<TurnTable> Tables => Progress.Tables;

    public IReadOnlyList<ValueLink> Values => Progress.Values;

    /// <summary>The SQL as far as it is written; the current version once the draft is done.</summary>
    public string Sql => Progress.Sql;

    /// <summary>Why there are no rows; null where no value explains it.</summary>
    public EmptyResult? Emptiness => Progress.Emptiness;

    public SqlDraft? Draft => Progress.Draft;

    public IReadOnlyList<string> Notes => Progress.Notes;

    public GuardRefusal? Refusal => Progress.Refusal;

    public IReadOnlyList<LintWarning> Warnings => Progress.Warnings;

    public PlanEstimate? Estimate => Progress.Estimate;

    /// <summary>Relations that the approved SQL reads; null before a verdict, and for a stored turn.</summary>
    public int? ApprovedTables => Progress.Approved?.Relations.Count;

    public StoredResult? Result => Progress.Result;

    /// <summary>The result of the current version; null where <see cref="Result"/> came from an earlier one.</summary>
    public StoredResult? CurrentResult => ResultVersion is { } number && number != CurrentVersion ? null : Result;

    public ChartSpec? Chart => Progress.Chart;

    /// <summary>Markdown as far as it is written.</summary>
    public string AnalysisText => Progress.AnalysisText;

    public AnalysisFinished? Analysis => Progress.Analysis;

    public IReadOnlyList<string> FollowUps => Progress.FollowUps;

    public PipelineFailure? Failure => Progress.Failure;

    /// <summary>Rows received so far while it runs.</summary>
    public long RowsSoFar => Progress.RowsSoFar;

    public int CurrentVersion => Versions.Count == 0 ? 0 : Versions[^1].Number;
}
