using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// What happens to a question, in order: the one stream that the page, the API and the command line show. A closed family:
/// hosts switch over it.
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

/// <summary>The tables, keys and columns that retrieval found for the question. Ends <see cref="PipelineStage.Retrieval"/>.</summary>
public sealed record SchemaFound(RetrievedSchema Schema) : PipelineEvent;

/// <summary>Words of the question that stand in the data; follows <see cref="SchemaFound"/>, with none where there are none.</summary>
public sealed record ValuesLinked(IReadOnlyList<ValueLink> Links) : PipelineEvent;

/// <summary>The next piece of the statement as a model writes it; pieces from before a <see cref="GeneratorNoted"/> are void.</summary>
public sealed record SqlTokenWritten(string Text) : PipelineEvent;

/// <summary>A sentence of the generator for people, for instance that the model did not answer and who wrote instead.</summary>
public sealed record GeneratorNoted(string Text) : PipelineEvent;

/// <summary>The finished draft, declined ones too. Ends <see cref="PipelineStage.Generation"/>; only then the guard is asked.</summary>
public sealed record DraftWritten(SqlDraft Draft) : PipelineEvent;

/// <summary>What the guard says of the draft, or of what the analyst has made of it. Ends <see cref="PipelineStage.Guarding"/>.</summary>
public sealed record VerdictGiven(GuardVerdict Verdict) : PipelineEvent;

/// <summary>What the lint has to say of the approved statement; not there when that is nothing.</summary>
public sealed record StatementLinted(IReadOnlyList<LintWarning> Warnings) : PipelineEvent;

/// <summary>What EXPLAIN expects of the approved statement. Ends <see cref="PipelineStage.Estimating"/>.</summary>
public sealed record PlanEstimated(PlanEstimate Estimate) : PipelineEvent;

/// <summary>The draft half is over: a person has to look at it. Carries the turn's id and SQL version.</summary>
public sealed record WaitingForReview(string TurnId, int Version) : PipelineEvent
{
    /// <summary>For a caller that runs it at once; null where nothing is recorded.</summary>
    internal ITurnInHand? Drafted { get; init; }
}

/// <summary>Rows received so far, while a statement runs.</summary>
public sealed record RowsCounted(long Rows) : PipelineEvent;

/// <summary>The rows are kept on the server, all or the first of them. Ends <see cref="PipelineStage.Execution"/>.</summary>
public sealed record ResultReady(StoredResult Result) : PipelineEvent;

/// <summary>There are no rows because values are written otherwise in the data; follows <see cref="ResultReady"/> where that is so.</summary>
public sealed record EmptyResultExplained(EmptyResult Emptiness) : PipelineEvent;

/// <summary>How the rows are drawn; null where no chart helps.</summary>
public sealed record ChartChosen(ChartSpec? Chart) : PipelineEvent;

/// <summary>The next piece of the analysis as it is written.</summary>
public sealed record AnalysisWritten(string Markdown) : PipelineEvent;

/// <summary>The whole analysis with the source of its numbers. Ends <see cref="PipelineStage.Analysis"/>.</summary>
public sealed record AnalysisReady(AnalysisFinished Analysis) : PipelineEvent;

/// <summary>Questions that go on from this one, to be asked as they stand.</summary>
public sealed record FollowUpsSuggested(IReadOnlyList<string> Questions) : PipelineEvent;

/// <summary>The half is on disk, and its last event follows; it had to wait for that. Ends <see cref="PipelineStage.Recording"/>.</summary>
public sealed record TurnRecorded : PipelineEvent;

/// <summary>The stream ends here, with a reason.</summary>
public sealed record TurnFailed(PipelineFailure Failure) : PipelineEvent;

/// <summary>The stream ends here.</summary>
public sealed record TurnDone : PipelineEvent;

/// <summary>The steps of a turn in their order; the keys of its timings.</summary>
public enum PipelineStage
{
    /// <summary>Which tables the question is about.</summary>
    Retrieval,

    /// <summary>SQL from the question: a model or the built-in translator.</summary>
    Generation,

    /// <summary>Parsing, judging and printing the statement.</summary>
    Guarding,

    /// <summary>EXPLAIN.</summary>
    Estimating,

    /// <summary>From sending the statement to the last row that is kept.</summary>
    Execution,

    /// <summary>Chart and sentences from the rows.</summary>
    Analysis,

    /// <summary>Waiting until the turn is on disk; what is written while other stages go on does not count. Of both halves together.</summary>
    Recording,
}
