using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Pipeline.Emptiness;
using NlSql.Core.Turns.Pipeline.Running;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>
/// The story: a question becomes a draft, the guard judges it, the planner estimates it, a person looks at it; then it runs, and the
/// result gets a chart and an analysis. Checking the question, recording and reporting failures are decorators around it.
/// </summary>
internal sealed class QuestionPipeline(
    IAnalyticsDatabases databases,
    ConversationHistory history,
    DraftWriter drafts,
    ISqlFormatter formatter,
    StatementCheck check,
    ResultRun run,
    EmptyResultCheck emptiness,
    ResultReading reading,
    IIdentifiers identifiers) : IQuestionPipeline
{
    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> DraftAsync(DraftRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var turnId = request.TurnId ?? identifiers.Next();
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);
        var conversation = request.IsFirst ? null : request.ConversationId;
        var earlier = await history.BeforeAsync(conversation, turnId, request.Analyst, database.Scope, cancellationToken).ConfigureAwait(false);

        SqlDraft? draft = null;
        await foreach (var step in drafts.WriteAsync(database, request, earlier, Tag(request.Analyst, turnId), cancellationToken).ConfigureAwait(false))
        {
            var shown = step is DraftWritten written ? written with { Draft = Readable(written.Draft) } : step;
            draft = (shown as DraftWritten)?.Draft ?? draft;
            yield return shown;
        }

        if (draft?.Sql is not { } sql)
        {
            yield return new TurnFailed(Unanswered(draft));
            yield break;
        }

        await foreach (var step in check.CheckAsync(database, sql, request.Question, Tag(request.Analyst, turnId), cancellationToken).ConfigureAwait(false))
        {
            yield return step;
            if (step is TurnFailed)
            {
                yield break;
            }
        }

        yield return new WaitingForReview(turnId, 1);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PipelineEvent> RunAsync(RunRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tag = Tag(request.Analyst, request.TurnId ?? identifiers.Next());
        var database = await databases.Default.GetAsync(cancellationToken).ConfigureAwait(false);

        ApprovedSql? approved = null;
        await foreach (var step in check.CheckAsync(database, request.Sql, request.Question, tag, cancellationToken).ConfigureAwait(false))
        {
            approved ??= ((step as VerdictGiven)?.Verdict as GuardApproval)?.Sql;
            yield return step;
            if (step is TurnFailed)
            {
                yield break;
            }
        }

        StoredResult? result = null;
        await foreach (var step in run.RunAsync(database, approved!, tag, cancellationToken).ConfigureAwait(false))
        {
            result = (step as ResultReady)?.Result ?? result;
            yield return step;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (result!.Interruption is { } interruption)
        {
            yield return new TurnFailed(interruption);
            yield break;
        }

        if (await emptiness.ExplainAsync(database, result, request, tag, cancellationToken).ConfigureAwait(false) is { } explained)
        {
            yield return new EmptyResultExplained(explained);
        }

        await foreach (var step in reading.ReadAsync(
            request,
            result,
            approved!.PersonalSource,
            cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }

        yield return new TurnDone();
    }

    private static PipelineFailure Unanswered(SqlDraft? draft) => draft switch
    {
        { Clarify: { } clarify } => new(FailureParty.Caller, FailureTypes.ClarificationNeeded, clarify.Question, string.Join(" / ", clarify.Options)),
        { Declined: { } declined } => new(
            FailureParty.Caller,
            FailureTypes.NotAnswerable,
            declined.Reason,
            "Ask in the words of the database's tables, columns and values; `nlsql search` and the schema page show them."
                + (declined.Example is { } example ? $" This one is understood, for instance: {example}" : "")),
        _ =>
            new(
                FailureParty.Caller,
                FailureTypes.NotAnswerable,
                "No SQL could be written for this question.",
                "Ask in other words, or write the SQL yourself."),
    };

    /// <summary>Laid out for the person who reviews it; what was typed as SQL stays as it was typed.</summary>
    private SqlDraft Readable(SqlDraft draft) => draft is { Sql: { } sql, Generator: not GeneratorNames.Analyst }
        ? draft with { Sql = formatter.Format(sql), Work = draft.Work is { } work ? work with { Steps = [.. work.Steps.Select(Readable)] } : null }
        : draft;

    private DraftStep Readable(DraftStep step) => step with
    {
        Sql = formatter.Format(step.Sql),
        Mended = step.Mended is { } mended ? formatter.Format(mended) : null,
    };

    private static RunTag Tag(string analyst, string turnId) => new(analyst, turnId);
}
