using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Workspace;
using NlSql.Core.Turns.Workspace.Traces;

namespace NlSql.Core.Turns.Replay.Playing;

/// <summary>Drafts a pack's question again, seen by a witness as the turn was.</summary>
internal sealed class DraftPlayback(DraftWriter drafts, PresentGenerationSettings settings, ISqlFormatter formatter, TimeProvider time)
{
    public async Task<PlayedDraft> PlayAsync(DatabaseSnapshot database, ReplayPack pack, TurnTrace before, CancellationToken cancellationToken)
    {
        var witness = new DraftWitness(settings.Read(), time);
        var request = new DraftRequest(pack.Turn.Question)
        {
            Instructions = before.Instructions,
            AnswerAlways = before.AnswerAlways,
            Similar = before.Similar,
            Fresh = true,
            Record = false,
            Origin = TurnOrigin.Cli,
            Witness = witness,
        };
        SqlDraft? draft = null;
        PipelineFailure? failure = null;
        try
        {
            draft = await drafts.DraftAsync(database, request, before.History, new RunTag(LocalAnalyst.LocalName, "replay"), cancellationToken)
                .ConfigureAwait(false);
            draft = draft is { Sql: { } sql, Generator: not GeneratorNames.Analyst } ? draft with { Sql = formatter.Format(sql) } : draft;
        }
        catch (PipelineFailureException error) when (error.Failure.Party is FailureParty.Model or FailureParty.Caller)
        {
            failure = error.Failure;
        }

        return new PlayedDraft(witness.Trace, draft, failure);
    }
}

/// <param name="Draft">Laid out for people; null where it failed.</param>
internal sealed record PlayedDraft(TurnTrace Trace, SqlDraft? Draft, PipelineFailure? Failure);
