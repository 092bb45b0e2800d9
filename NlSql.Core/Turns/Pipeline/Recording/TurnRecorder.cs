using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>Folds a stream of events into the turn that is kept.</summary>
internal sealed class TurnRecorder(Turn turn, TimeProvider time)
{
    private readonly Dictionary<string, double> _timings = new(turn.Timings, StringComparer.Ordinal);

    /// <summary>The turn so far.</summary>
    public Turn Turn { get; private set; } = turn;

    /// <summary>Number of the current SQL version; 0 when there is none.</summary>
    public int Version => Turn.Versions.Count == 0 ? 0 : Turn.Versions[^1].Number;

    /// <summary>Forgets what a draft will write anew; SQL versions and results stay.</summary>
    public void BeginDraft(string question) => Turn = Turn with
    {
        Question = question,
        Status = TurnStatus.Drafting,
        Draft = null,
        Failure = null,
    };

    public void BeginRun(string sql)
    {
        if (Turn.Versions is not [.., var last] || !string.Equals(last.Sql, sql, StringComparison.Ordinal))
        {
            AddVersion(sql, GeneratorNames.Analyst);
        }

        Turn = Turn with { Status = TurnStatus.Running, Failure = null };
    }

    /// <summary>Takes an event in; true when the turn changed in a way that must not be lost.</summary>
    public bool Apply(PipelineEvent step)
    {
        Time(step);
        switch (step)
        {
            case SchemaFound found:
                Turn = Turn with { Tables = [.. found.Schema.Tables.Select(t => new TurnTable(t.Table.Name.ToString(), t.Explanation))] };
                return false;
            case DraftWritten { Draft: var draft }:
                Turn = Turn with { Draft = draft };
                if (draft.Sql is { } sql)
                {
                    AddVersion(sql, draft.Generator);
                }

                return true;
            case VerdictGiven { Verdict: var verdict }:
                ChangeVersion(v => v with { Refusal = verdict as GuardRefusal });
                return false;
            case PlanEstimated { Estimate: var estimate }:
                ChangeVersion(v => v with { Estimate = estimate });
                return false;
            case WaitingForReview:
                Turn = Turn with { Status = TurnStatus.WaitingForReview };
                return true;
            case ResultReady { Result: var result }:
                Turn = Turn with { Result = result, ResultVersion = Version, Chart = null, Analysis = null, FollowUps = [] };
                return true;
            case ChartChosen chosen:
                Turn = Turn with { Chart = chosen.Chart };
                return false;
            case AnalysisReady ready:
                Turn = Turn with { Analysis = ready.Analysis };
                return true;
            case FollowUpsSuggested suggested:
                Turn = Turn with { FollowUps = suggested.Questions };
                return false;
            case TurnFailed { Failure: var failure }:
                Turn = Turn with { Status = StatusAfter(failure), Failure = failure };
                return true;
            case TurnDone:
                Turn = Turn with { Status = TurnStatus.Answered };
                return true;
            default:
                return false;
        }
    }

    /// <summary>The stream ended before it was through: the reader left or pressed Stop.</summary>
    public bool Abandon()
    {
        if (Turn.Status is not (TurnStatus.Drafting or TurnStatus.Running))
        {
            return false;
        }

        Turn = Turn with { Status = TurnStatus.Stopped };
        return true;
    }

    private static TurnStatus StatusAfter(PipelineFailure failure) => failure switch
    {
        { Party: FailureParty.Guard } => TurnStatus.Refused,
        { Type: FailureTypes.NotAnswerable or FailureTypes.ClarificationNeeded } => TurnStatus.Declined,
        { Type: FailureTypes.Cancelled } => TurnStatus.Stopped,
        _ => TurnStatus.Failed,
    };

    private void AddVersion(string sql, string author) =>
        Turn = Turn with { Versions = [.. Turn.Versions, new SqlVersion(Version + 1, sql, author, time.GetUtcNow(), null, null)] };

    private void ChangeVersion(Func<SqlVersion, SqlVersion> change)
    {
        if (Turn.Versions.Count > 0)
        {
            Turn = Turn with { Versions = [.. Turn.Versions.SkipLast(1), change(Turn.Versions[^1])] };
        }
    }

    private void Time(PipelineEvent step)
    {
        PipelineStage? stage = step switch
        {
            SchemaFound => PipelineStage.Retrieval,
            DraftWritten => PipelineStage.Generation,
            VerdictGiven => PipelineStage.Guarding,
            PlanEstimated => PipelineStage.Estimating,
            ResultReady => PipelineStage.Execution,
            AnalysisReady => PipelineStage.Analysis,
            _ => null,
        };
        if (stage is { } named)
        {
            _timings[named.ToString()] = step.Duration.TotalMilliseconds;
            Turn = Turn with { Timings = new Dictionary<string, double>(_timings, StringComparer.Ordinal) };
        }
    }
}
