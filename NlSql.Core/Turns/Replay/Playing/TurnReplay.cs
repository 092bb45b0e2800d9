using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Replay.Packs;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>
/// Plays a pack against the database, the settings and the code of today, and compares stage by stage. The services have to be set to the pack
/// (<see cref="ReplayRegistration.AddPlaybackOf"/>). Times are not compared.
/// </summary>
public sealed class TurnReplay
{
    private readonly IAnalyticsDatabases databases;
    private readonly DraftPlayback drafts;
    private readonly StatementPlayback statements;

    internal TurnReplay(IAnalyticsDatabases databases, DraftPlayback drafts, StatementPlayback statements)
    {
        this.databases = databases;
        this.drafts = drafts;
        this.statements = statements;
    }

    /// <summary>Throws <see cref="PipelineFailureException"/> where the database, the guard or the machine cannot be used.</summary>
    /// <param name="isAsked">The configured model is asked, and does not play back.</param>
    public async Task<ReplayReport> PlayAsync(ReplayPack pack, bool isAsked, CancellationToken cancellationToken)
    {
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        List<ReplayStage> stages = [];
        if (pack.Trace is not { } before)
        {
            stages.Add(ReplayStage.NotCompared("draft", "The turn was drafted by a version that kept no trace, or not at all."));
        }
        else if (pack.Turn.Draft?.Generator == GeneratorNames.Memory)
        {
            stages.Add(ReplayStage.NotCompared("draft", "It was no draft but a pair that somebody keeps."));
        }
        else if (pack.Turn is { Draft: null, Failure: null })
        {
            stages.Add(ReplayStage.NotCompared("draft", "Drafting did not come to its end."));
        }
        else if (before.ExchangesLeftOut > 0 && !isAsked)
        {
            stages.Add(ReplayStage.NotCompared("draft", "The model's prompts and answers were too long to be kept; --ask asks it again."));
        }
        else
        {
            var played = await drafts.PlayAsync(database, pack, before, cancellationToken).ConfigureAwait(false);
            stages.AddRange(DraftStages.Between(pack, before, played, isAsked));
        }

        stages.AddRange(await statements.PlayAsync(database, pack, cancellationToken).ConfigureAwait(false));
        return new ReplayReport(stages);
    }
}
