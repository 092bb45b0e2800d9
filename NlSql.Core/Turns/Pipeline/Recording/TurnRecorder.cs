using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Progress;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>Writes what a stream of events comes to into the turn that is kept; the SQL versions are its own.</summary>
internal sealed class TurnRecorder(Turn turn, TimeProvider time)
{
    private TurnProgress progress = TurnProgress.Of(turn);
    private long begun;

    /// <summary>The turn so far.</summary>
    public Turn Turn { get; private set; } = turn;

    /// <summary>Number of the current SQL version; 0 when there is none.</summary>
    public int Version => Turn.Versions.Count == 0 ? 0 : Turn.Versions[^1].Number;

    /// <summary>Forgets what a draft will write anew; SQL versions and results stay.</summary>
    public void BeginDraft(string question)
    {
        progress = progress.BeginDraft();
        begun = time.GetTimestamp();
        Turn = Turn with { Question = question };
        Project();
    }

    /// <summary>
    /// A text that differs from the current version was typed by a person or sent by a program, as <paramref name="origin"/> says. What the
    /// last run left stays until there is something new.
    /// </summary>
    public void BeginRun(string sql, TurnOrigin origin)
    {
        if (Turn.Versions is not [.., var last] || !KeptSql.IsOf(last.Sql, sql))
        {
            AddVersion(KeptSql.Of(sql), origin is TurnOrigin.Api ? GeneratorNames.Caller : GeneratorNames.Analyst);
        }

        progress = progress.BeginRun(sql);
        begun = time.GetTimestamp();
        Project();
    }

    /// <summary>Takes an event in; true when the turn changed in a way that must not be lost.</summary>
    public bool Apply(PipelineEvent step)
    {
        progress = progress.After(step);
        Project();
        switch (step)
        {
            case DraftWritten { Draft: { Sql: { } sql } draft }:
                AddVersion(KeptSql.Of(sql), draft.Generator);
                return true;
            case VerdictGiven { Verdict: var verdict }:
                ChangeVersion(version => KeptSql.With(version, verdict as GuardRefusal));
                return false;
            case StatementLinted { Warnings: var warnings }:
                ChangeVersion(version => version with { Warnings = warnings });
                return false;
            case PlanEstimated { Estimate: var estimate }:
                ChangeVersion(version => version with { Estimate = estimate });
                return false;
            case ResultReady:
                Turn = Turn with { ResultVersion = Version };
                return true;
            default:
                return step is DraftWritten or WaitingForReview or AnalysisReady or TurnFailed or TurnDone;
        }
    }

    /// <summary>The stream ended before it was through: the reader left or pressed Stop.</summary>
    public bool Abandon()
    {
        var wasBusy = progress.IsBusy;
        progress = progress.Abandoned();
        Project();
        return wasBusy;
    }

    private void Project()
    {
        Turn = Turn with
        {
            Status = progress.Status,
            Failure = progress.Failure,
            StoppedAfter = progress.Status != TurnStatus.Stopped ? null : Turn.StoppedAfter ?? time.GetElapsedTime(begun),
            Draft = progress.Draft,
            Tables = progress.Tables,
            Timings = progress.Timings.ToDictionary(stage => stage.Key.ToString(), stage => stage.Value, StringComparer.Ordinal),
        };
        if (progress.Result is { } result)
        {
            Turn = Turn with
            {
                Result = result,
                Emptiness = progress.Emptiness,
                Chart = progress.Chart,
                Analysis = progress.Analysis,
                FollowUps = progress.FollowUps,
            };
        }
    }

    private void AddVersion(string sql, string author) =>
        Turn = Turn with { Versions = [.. Turn.Versions, new SqlVersion(Version + 1, sql, author, time.GetUtcNow(), null, null)] };

    private void ChangeVersion(Func<SqlVersion, SqlVersion> change)
    {
        if (Turn.Versions.Count > 0)
        {
            Turn = Turn with { Versions = [.. Turn.Versions.SkipLast(1), change(Turn.Versions[^1])] };
        }
    }
}
