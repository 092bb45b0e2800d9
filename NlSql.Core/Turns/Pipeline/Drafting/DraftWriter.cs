using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>
/// Retrieval and generation: a question and a database to a draft. The one loop for page, API, batch and evaluation. Guard and planner are
/// asked on the way, so that a model may repair its statement (<see cref="GenerationRequests"/>), but nothing is approved here.
/// </summary>
public sealed class DraftWriter(ISqlGenerator generator, GenerationRequests requests, ISqlGuard guard, TimeProvider time)
{
    /// <summary>The draft alone, in the writer's own text, for callers that show nothing meanwhile.</summary>
    /// <param name="history">Earlier turns that the question may refer to, oldest first.</param>
    public async Task<SqlDraft> DraftAsync(
        DatabaseSnapshot database, DraftRequest request, IReadOnlyList<PriorTurn> history, RunTag tag, CancellationToken cancellationToken)
    {
        SqlDraft? draft = null;
        await foreach (var step in WriteAsync(database, request, history, tag, cancellationToken).ConfigureAwait(false))
        {
            draft = (step as DraftWritten)?.Draft ?? draft;
        }

        return draft!;
    }

    /// <summary>Streams the stages; <see cref="DraftWritten"/> is the last event.</summary>
    /// <param name="history">Earlier turns that the question may refer to, oldest first.</param>
    /// <param name="tag">Under whose name the planner is asked.</param>
    public async IAsyncEnumerable<PipelineEvent> WriteAsync(
        DatabaseSnapshot database,
        DraftRequest request,
        IReadOnlyList<PriorTurn> history,
        RunTag tag,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (SqlQuestion.Is(request.Question, guard, database.Scope))
        {
            // Nothing was translated, so there is nothing to be sure of.
            yield return new DraftWritten(new SqlDraft { Sql = request.Question.Trim(), Generator = GeneratorNames.Analyst });
            yield break;
        }

        yield return new StageStarted(PipelineStage.Retrieval, "Finding the tables");
        var started = time.GetTimestamp();
        var schema = await database.Index.SearchAsync(request.Question, new RetrievalLimits(), cancellationToken).ConfigureAwait(false);
        yield return new SchemaFound(schema) { Duration = time.GetElapsedTime(started) };
        yield return new ValuesLinked(schema.ValueLinks);

        yield return new StageStarted(PipelineStage.Generation, "Writing SQL");
        started = time.GetTimestamp();
        var generation = requests.Make(database, request.Question, schema, tag) with
        {
            History = history,
            Instructions = request.Instructions,
            AnswerAlways = request.AnswerAlways,
            Fresh = request.Fresh,
        };
        SqlDraft? draft = null;
        await foreach (var step in generator.GenerateAsync(generation, cancellationToken).ConfigureAwait(false))
        {
            switch (step)
            {
                case SqlToken token:
                    yield return new SqlTokenWritten(token.Text);
                    break;
                case GeneratorNote note:
                    yield return new GeneratorNoted(note.Text);
                    break;
                case SqlDrafted drafted:
                    draft = drafted.Draft;
                    break;
            }
        }

        yield return new DraftWritten(draft ?? throw new InvalidOperationException($"The generator {generator.Name} ended without a draft."))
        {
            Duration = time.GetElapsedTime(started),
        };
    }
}
