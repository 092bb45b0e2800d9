using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>The earlier turns that a follow-up question refers to.</summary>
internal sealed class ConversationHistory(IConversationStore store, ISqlGuard guard, ConnectedDatabase connected)
{
    /// <summary>Turns further back are rarely meant, and cost tokens.</summary>
    private const int MaxTurns = 6;

    /// <summary>Turns that are looked at to find as many: what was refused or failed is passed over.</summary>
    private const int LookBack = 24;

    /// <summary>
    /// Turns before <paramref name="turnId"/>, asked of the same database, that have SQL the guard let through or were declined, oldest first. Without the
    /// statement where it is a kept pair's and touches a personal column by the scope of today: what its owner typed into it is for no model.
    /// </summary>
    public async Task<IReadOnlyList<PriorTurn>> BeforeAsync(
        string? conversationId, string turnId, string analyst, GuardScope scope, CancellationToken cancellationToken)
    {
        if (conversationId is null)
        {
            return [];
        }

        return
        [
            .. (await ReadAsync(conversationId, turnId, analyst, cancellationToken).ConfigureAwait(false))
                .Where(t => connected.Is(t.Database))
                .Where(t => t.Versions is [.., { Refusal: null }] || (t.Versions.Count == 0 && t.Status == TurnStatus.Declined))
                .TakeLast(MaxTurns)
                .Select(t => new PriorTurn(t.Question, StatementOf(t, scope))),
        ];
    }

    private string StatementOf(Turn turn, GuardScope scope)
    {
        if (turn.Versions.Count == 0)
        {
            return "";
        }

        var sql = turn.Versions[^1].Sql;
        return IsOfAPair(turn) && guard.Check(sql, scope) is not GuardApproval { Sql.TouchesPersonal: false } ? PriorTurn.LeftOut : sql;
    }

    /// <summary>What somebody made of a pair's statement still holds what was in it.</summary>
    private static bool IsOfAPair(Turn turn) =>
        turn.Versions.LastOrDefault(version => version.Author is not (GeneratorNames.Analyst or GeneratorNames.Caller)) is { Author: GeneratorNames.Memory };

    /// <summary>None also when the state cannot be read: a question is answered without what came before rather than not at all.</summary>
    private async Task<IReadOnlyList<Turn>> ReadAsync(string conversationId, string turnId, string analyst, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadBeforeAsync(conversationId, turnId, analyst, LookBack, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineFailureException error) when (error.Failure.Type is FailureTypes.StateUnusable)
        {
            return [];
        }
    }
}
