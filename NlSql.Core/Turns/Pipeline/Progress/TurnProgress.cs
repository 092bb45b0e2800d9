using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Progress;

/// <summary>
/// What the events of a turn have come to so far: the one fold of <see cref="PipelineEvent"/> that the record, the page, the API's documents
/// and the command line read. Immutable, so that a view may hold on to any of its states; <see cref="BeginDraft"/> and
/// <see cref="BeginRun"/> open a half, <see cref="After"/> takes an event in.
/// </summary>
public sealed record TurnProgress
{
    /// <summary>A turn of which nothing is known yet.</summary>
    public static TurnProgress None { get; } = new();

    /// <summary>Null when the turn is not recorded.</summary>
    public string? ConversationId { get; init; }

    /// <inheritdoc cref="ConversationId"/>
    public string? TurnId { get; init; }

    /// <summary>Number of the SQL version that waits for review, from 1; null before.</summary>
    public int? Version { get; init; }

    /// <summary>How far the turn has come.</summary>
    public TurnStatus Status { get; init; }

    /// <summary>Why the turn failed, was refused or declined; null while it goes on and when all went well.</summary>
    public PipelineFailure? Failure { get; init; }

    /// <summary>Stages in the order in which they began; one that begins again takes the last place.</summary>
    public IReadOnlyList<StageProgress> Stages { get; init; } = [];

    /// <summary>Tables that were found, best first.</summary>
    public IReadOnlyList<TurnTable> Tables { get; init; } = [];

    /// <summary>Phrases of the question that are values in the data.</summary>
    public IReadOnlyList<ValueLink> Values { get; init; } = [];

    /// <summary>The SQL as far as it is written; grows token by token. See <see cref="Statement"/> for a whole one.</summary>
    public string Sql { get; init; } = "";

    /// <summary>The whole statement in readable form, as drafted or as given to run; null while it is written and when there is none.</summary>
    public string? Statement { get; init; }

    /// <summary>The finished draft; null while it is written, and for SQL of somebody's own.</summary>
    public SqlDraft? Draft { get; init; }

    /// <summary>Things the reader should know: a generator that was down, an assumption made. Each once.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The guard's last word on <see cref="Statement"/>; null before it.</summary>
    public GuardVerdict? Verdict { get; init; }

    /// <summary>What the lint says of <see cref="Statement"/>.</summary>
    public IReadOnlyList<LintWarning> Warnings { get; init; } = [];

    /// <summary>Of the approved statement; null where there is none.</summary>
    public PlanEstimate? Estimate { get; init; }

    /// <summary>Rows received so far while a statement runs, then rows of the result.</summary>
    public long RowsSoFar { get; init; }

    /// <summary>Of this turn's last run; null before its rows have come.</summary>
    public StoredResult? Result { get; init; }

    /// <summary>Why <see cref="Result"/> has no rows; null where it has some, and where no value explains it.</summary>
    public EmptyResult? Emptiness { get; init; }

    /// <summary>Of <see cref="Result"/>; null where no chart helps.</summary>
    public ChartSpec? Chart { get; init; }

    /// <summary>Markdown as far as it is written; grows piece by piece.</summary>
    public string AnalysisText { get; init; } = "";

    /// <summary>Of <see cref="Result"/>; null until it is whole.</summary>
    public AnalysisFinished? Analysis { get; init; }

    /// <summary>Questions that go on from <see cref="Result"/>.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    /// <summary>Words of the question that nothing was found for, and that the SQL leaves out.</summary>
    public IReadOnlyList<string> NotUnderstood => Draft?.NotUnderstood ?? [];

    /// <summary>The statement as the guard lets it run; null when it approved none.</summary>
    public ApprovedSql? Approved => (Verdict as GuardApproval)?.Sql;

    /// <summary><see cref="Verdict"/> where it is a refusal.</summary>
    public GuardRefusal? Refusal => Verdict as GuardRefusal;

    /// <summary>A half is under way.</summary>
    public bool IsBusy => Status is TurnStatus.Drafting or TurnStatus.Running;

    /// <summary>Milliseconds of each stage that has ended, the last time it did.</summary>
    public IReadOnlyDictionary<PipelineStage, double> Timings =>
        Stages.Where(line => line.Duration is not null).ToDictionary(line => line.Stage, line => Math.Round(line.Duration!.Value.TotalMilliseconds, 3));

    /// <summary>What a stored turn had come to. What is not stored (streamed words, value links, an approval) is empty.</summary>
    public static TurnProgress Of(Turn turn)
    {
        var current = turn.Versions.Count == 0 ? null : turn.Versions[^1];
        var statement = current?.Sql ?? turn.Draft?.Sql;
        return new TurnProgress
        {
            ConversationId = turn.ConversationId,
            TurnId = turn.Id,
            Version = current?.Number,
            Status = turn.Status,
            Failure = turn.Failure,
            Stages = [.. Enum.GetValues<PipelineStage>().Where(stage => turn.Timings.ContainsKey(stage.ToString())).Select(stage =>
                new StageProgress(stage, "", TimeSpan.FromMilliseconds(turn.Timings[stage.ToString()])))],
            Tables = turn.Tables,
            Sql = statement ?? "",
            Statement = statement,
            Draft = turn.Draft,
            Notes = turn.Draft?.Notes ?? [],
            Verdict = current?.Refusal,
            Warnings = current?.Warnings ?? [],
            Estimate = current?.Estimate,
            RowsSoFar = turn.Result?.RowCount ?? 0,
            Result = turn.Result,
            Emptiness = turn.Emptiness,
            Chart = turn.Chart,
            AnalysisText = turn.Analysis?.Markdown ?? "",
            Analysis = turn.Analysis,
            FollowUps = turn.FollowUps.Count > 0 ? turn.FollowUps : turn.Analysis?.FollowUps ?? [],
        };
    }

    /// <summary>Opens the first half: what was said of an earlier draft goes, its text stays until a new one is written. A result stays as well.</summary>
    public TurnProgress BeginDraft() => this with
    {
        Status = TurnStatus.Drafting,
        Version = null,
        Failure = null,
        Stages = [],
        Tables = [],
        Values = [],
        Statement = null,
        Draft = null,
        Notes = [],
        Verdict = null,
        Warnings = [],
        Estimate = null,
    };

    /// <summary>
    /// Opens the second half: what the last run left goes, so that old rows never stand under new SQL. Approval, warnings and estimate stay only for the
    /// text they were given for.
    /// </summary>
    public TurnProgress BeginRun(string sql)
    {
        var isSame = string.Equals(sql, Statement, StringComparison.Ordinal);
        return this with
        {
            Status = TurnStatus.Running,
            Failure = null,
            Sql = sql,
            Statement = sql,
            Verdict = isSame ? Verdict as GuardApproval : null,
            Warnings = isSame ? Warnings : [],
            Estimate = isSame ? Estimate : null,
            RowsSoFar = 0,
            Result = null,
            Emptiness = null,
            Chart = null,
            AnalysisText = "",
            Analysis = null,
            FollowUps = [],
        };
    }

    /// <summary>The state after <paramref name="happened"/>.</summary>
    public TurnProgress After(PipelineEvent happened) => happened switch
    {
        TurnOpened opened => this with { ConversationId = opened.ConversationId, TurnId = opened.TurnId },
        StageStarted started => Begin(started),
        SchemaFound found => End(PipelineStage.Retrieval, found) with
        {
            Tables = [.. found.Schema.Tables.Select(table => new TurnTable(table.Table.Name.ToString(), table.Explanation))],
        },
        ValuesLinked linked => this with { Values = linked.Links },
        SqlTokenWritten token => this with { Sql = Sql + token.Text },

        // What was streamed before a note is void: another generator, or the same one again, writes the statement afresh.
        GeneratorNoted noted => this with { Sql = "", Notes = With([noted.Text]) },
        DraftWritten { Draft: var draft } => End(PipelineStage.Generation, happened) with
        {
            Draft = draft,
            Sql = draft.Sql ?? "",
            Statement = draft.Sql,
            Notes = With(draft.Notes),
        },
        VerdictGiven given => End(PipelineStage.Guarding, given) with { Verdict = given.Verdict },
        StatementLinted linted => this with { Warnings = linted.Warnings },
        PlanEstimated estimated => End(PipelineStage.Estimating, estimated) with { Estimate = estimated.Estimate },
        WaitingForReview waiting => this with { Status = TurnStatus.WaitingForReview, TurnId = waiting.TurnId, Version = waiting.Version },
        RowsCounted counted => this with { RowsSoFar = counted.Rows },
        ResultReady ready => End(PipelineStage.Execution, ready) with
        {
            Result = ready.Result,
            RowsSoFar = ready.Result.RowCount,
            Emptiness = null,
            Chart = null,
            AnalysisText = "",
            Analysis = null,
            FollowUps = [],
        },
        EmptyResultExplained explained => this with { Emptiness = explained.Emptiness },
        ChartChosen chosen => this with { Chart = chosen.Chart },
        AnalysisWritten written => this with { AnalysisText = AnalysisText + written.Markdown },
        AnalysisReady ready => End(PipelineStage.Analysis, ready) with { Analysis = ready.Analysis, AnalysisText = ready.Analysis.Markdown },
        FollowUpsSuggested suggested => this with { FollowUps = suggested.Questions },
        TurnRecorded recorded => Add(PipelineStage.Recording, recorded.Duration),
        TurnFailed failed => Failed(failed.Failure),
        TurnDone => this with { Status = TurnStatus.Answered },
        _ => this,
    };

    /// <summary>The stream ended with <paramref name="failure"/>.</summary>
    public TurnProgress Failed(PipelineFailure failure) => this with { Failure = failure, Status = FailureStatus.Of(failure) };

    /// <summary>The reader left or pressed Stop before the stream was through; a turn that has ended stays as it is.</summary>
    public TurnProgress Abandoned() => IsBusy ? this with { Status = TurnStatus.Stopped } : this;

    private TurnProgress Begin(StageStarted started) => this with
    {
        Stages = [.. Stages.Where(line => line.Stage != started.Stage), new StageProgress(started.Stage, started.Message, null)],
        Sql = started.Stage == PipelineStage.Generation ? "" : Sql,
        AnalysisText = started.Stage == PipelineStage.Analysis ? "" : AnalysisText,
    };

    private TurnProgress End(PipelineStage stage, PipelineEvent ended) => this with
    {
        Stages = [.. Stages.Select(line => line.Stage == stage ? line with { Duration = ended.Duration } : line)],
    };

    private TurnProgress Add(PipelineStage stage, TimeSpan took)
    {
        var before = Stages.FirstOrDefault(line => line.Stage == stage)?.Duration ?? TimeSpan.Zero;
        return this with { Stages = [.. Stages.Where(line => line.Stage != stage), new StageProgress(stage, "", before + took)] };
    }

    private List<string> With(IEnumerable<string> notes) => [.. Notes.Union(notes, StringComparer.Ordinal)];
}

/// <param name="Message">What a person reads meanwhile; empty for a stored turn.</param>
/// <param name="Duration">Null while it is going on.</param>
public sealed record StageProgress(PipelineStage Stage, string Message, TimeSpan? Duration);
