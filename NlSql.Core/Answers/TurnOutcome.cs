using NlSql.Core.Analysis;
using NlSql.Core.Execution;
using NlSql.Core.Failures;
using NlSql.Core.Generation;
using NlSql.Core.Guarding;
using NlSql.Core.Pipeline;
using NlSql.Core.Retrieval;

namespace NlSql.Core.Answers;

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

    /// <summary>Takes every event of <paramref name="events"/>, passing each on to <paramref name="observe"/> first.</summary>
    public async Task TakeAsync(IAsyncEnumerable<PipelineEvent> events, Func<PipelineEvent, ValueTask>? observe, CancellationToken cancellationToken)
    {
        await foreach (var item in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (observe is not null)
            {
                await observe(item).ConfigureAwait(false);
            }

            Take(item);
        }

        Failure ??= ImpliedFailure();
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
