using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Core.Turns.Answers;

/// <summary>
/// What a stream of <see cref="PipelineEvent"/> came to, for hosts that answer once at the end. One object takes both halves
/// of a turn, drafting and running.
/// </summary>
public sealed class TurnOutcome
{
    private readonly Dictionary<string, double> _timings = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private PipelineStage? _stage;

    public RetrievedSchema Schema { get; private set; } = RetrievedSchema.Empty;

    public SqlDraft? Draft { get; private set; }

    public GuardVerdict? Verdict { get; private set; }

    public PlanEstimate? Estimate { get; private set; }

    /// <summary>Null when the turn is not recorded.</summary>
    public string? ConversationId { get; private set; }

    public string? TurnId { get; private set; }

    public int? Version { get; private set; }

    public StoredResult? Result { get; private set; }

    public ChartSpec? Chart { get; private set; }

    public AnalysisFinished? Analysis { get; private set; }

    public IReadOnlyList<string> FollowUps { get; private set; } = [];

    /// <summary>Things the reader should know: a generator that was down, an assumption made.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Milliseconds by stage, in camel case.</summary>
    public IReadOnlyDictionary<string, double> Timings => _timings;

    /// <summary>The statement that was approved; null when none was.</summary>
    public ApprovedSql? Approved => (Verdict as GuardApproval)?.Sql;

    /// <summary>The failure that ended the stream, or the one that a declined draft or a refusal stands for; null when all went well.</summary>
    public PipelineFailure? Failure { get; private set; }

    /// <summary>Passes <paramref name="events"/> on, each after it was taken; at the end the outcome is complete.</summary>
    public async IAsyncEnumerable<PipelineEvent> WatchAsync(IAsyncEnumerable<PipelineEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Take(item);
            yield return item;
        }

        Failure ??= ImpliedFailure();
    }

    /// <summary>
    /// Both halves of a turn in one stream, for callers whose call is the consent to run: the second half follows only when the guard
    /// approved the draft.
    /// </summary>
    public async IAsyncEnumerable<PipelineEvent> AnswerAsync(IQuestionPipeline pipeline, DraftRequest request, bool analyze, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in WatchAsync(pipeline.DraftAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (item is not TurnDone)
            {
                yield return item;
            }
        }

        if (Failure is not null || Approved is not { } approved)
        {
            yield break;
        }

        var run = new RunRequest(approved.Text, TurnId) { Question = request.Question, Analyze = analyze, Record = request.Record };
        await foreach (var item in WatchAsync(pipeline.RunAsync(run, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private void Take(PipelineEvent item)
    {
        switch (item)
        {
            case StageStarted started:
                _stage = started.Stage;
                break;
            case SchemaFound found:
                Schema = found.Schema;
                break;
            case GeneratorNoted noted:
                _notes.Add(noted.Text);
                break;
            case DraftWritten written:
                Draft = written.Draft;
                _notes.AddRange(written.Draft.Notes.Where(note => !_notes.Contains(note, StringComparer.Ordinal)));
                break;
            case VerdictGiven given:
                Verdict = given.Verdict;
                break;
            case PlanEstimated estimated:
                Estimate = estimated.Estimate;
                break;
            case TurnOpened opened:
                (ConversationId, TurnId) = (opened.ConversationId, opened.TurnId);
                break;
            case WaitingForReview waiting:
                (TurnId, Version) = (waiting.TurnId, waiting.Version);
                break;
            case ResultReady ready:
                Result = ready.Result;
                break;
            case ChartChosen chosen:
                Chart = chosen.Chart;
                break;
            case AnalysisReady ready:
                Analysis = ready.Analysis;
                break;
            case FollowUpsSuggested suggested:
                FollowUps = suggested.Questions;
                break;
            case TurnFailed failed:
                Failure = failed.Failure;
                break;
        }

        if (_stage is { } stage && item.Duration > TimeSpan.Zero)
        {
            var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(stage.ToString());
            _timings[name] = Math.Round(_timings.GetValueOrDefault(name) + item.Duration.TotalMilliseconds, 3);
        }
    }

    private PipelineFailure? ImpliedFailure() => (Draft, Verdict) switch
    {
        ({ Declined: { } declined }, _) => new(FailureParty.Caller, FailureTypes.NotAnswerable, declined.Reason),
        ({ Clarify: { } clarify }, _) => new(FailureParty.Caller, FailureTypes.ClarificationNeeded, clarify.Question),
        (_, GuardRefusal refusal) => new(FailureParty.Guard, FailureTypes.SqlRefused, refusal.Message) { Position = refusal.Start },
        _ => null,
    };
}
