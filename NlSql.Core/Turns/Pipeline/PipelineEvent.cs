using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// What happens to a question, in order: the one stream that the page, the API, the command line and MCP show. A closed
/// family: hosts switch over it.
/// </summary>
public abstract record PipelineEvent
{
    private protected PipelineEvent()
    {
    }

    /// <summary>How long the stage that ended with this event took; zero for events in the middle of a stage.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>The first event of a recorded stream: where it is kept.</summary>
public sealed record TurnOpened(string ConversationId, string TurnId) : PipelineEvent;

/// <summary>A stage begins; <paramref name="Message"/> is what a person reads meanwhile.</summary>
public sealed record StageStarted(PipelineStage Stage, string Message) : PipelineEvent;

public sealed record SchemaFound(RetrievedSchema Schema) : PipelineEvent;

public sealed record ValuesLinked(IReadOnlyList<ValueLink> Links) : PipelineEvent;

public sealed record SqlTokenWritten(string Text) : PipelineEvent;

public sealed record GeneratorNoted(string Text) : PipelineEvent;

public sealed record DraftWritten(SqlDraft Draft) : PipelineEvent;

public sealed record VerdictGiven(GuardVerdict Verdict) : PipelineEvent;

public sealed record PlanEstimated(PlanEstimate Estimate) : PipelineEvent;

/// <summary>The draft half is over: a person has to look at it. Carries the turn's id and SQL version.</summary>
public sealed record WaitingForReview(string TurnId, int Version) : PipelineEvent;

/// <summary>Rows received so far, while a statement runs.</summary>
public sealed record RowsCounted(long Rows) : PipelineEvent;

public sealed record ResultReady(StoredResult Result) : PipelineEvent;

public sealed record ChartChosen(ChartSpec? Chart) : PipelineEvent;

public sealed record AnalysisWritten(string Markdown) : PipelineEvent;

public sealed record AnalysisReady(AnalysisFinished Analysis) : PipelineEvent;

public sealed record FollowUpsSuggested(IReadOnlyList<string> Questions) : PipelineEvent;

/// <summary>The stream ends here, with a reason.</summary>
public sealed record TurnFailed(PipelineFailure Failure) : PipelineEvent;

/// <summary>The stream ends here.</summary>
public sealed record TurnDone : PipelineEvent;

public enum PipelineStage
{
    Retrieval,
    Generation,
    Guarding,
    Estimating,
    Execution,
    Analysis,
}
