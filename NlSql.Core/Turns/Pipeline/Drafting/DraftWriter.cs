using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Workspace.Memory;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>
/// Retrieval and generation: a question and a database to a draft. The one loop for page, API, batch and evaluation. Guard and planner are
/// asked on the way, so that a model may repair its statement (<see cref="GenerationRequests"/>), but nothing is approved here.
/// </summary>
public sealed class DraftWriter
{
    private readonly ISqlGenerator generator;
    private readonly GenerationRequests requests;
    private readonly ISqlGuard guard;
    private readonly TimeProvider time;
    private readonly PairMemory? memory;

    /// <param name="memory">Null remembers nothing: for measuring.</param>
    internal DraftWriter(ISqlGenerator generator, GenerationRequests requests, ISqlGuard guard, TimeProvider time, PairMemory? memory)
    {
        this.generator = generator;
        this.requests = requests;
        this.guard = guard;
        this.time = time;
        this.memory = memory;
    }

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

        // Who keeps no turns has nothing of anybody's to remember either.
        var recalled = request.Record && memory is not null
            ? await memory.RecallAsync(database, request.Question, request.Analyst, cancellationToken).ConfigureAwait(false)
            : Recollection.Nothing with { Similar = request.Similar };
        request.Witness?.Saw(request, database.Catalog, history, recalled.Similar);
        if (recalled.Same is { } same && history.Count == 0 && !request.Fresh && string.IsNullOrWhiteSpace(request.Instructions))
        {
            yield return new DraftWritten(Remembered(same, request.Analyst));
            yield break;
        }

        yield return new StageStarted(PipelineStage.Retrieval, "Finding the tables");
        var started = time.GetTimestamp();
        var schema = await database.Index.SearchAsync(request.Question, request.Limits, cancellationToken).ConfigureAwait(false);
        request.Witness?.Saw(schema);
        yield return new SchemaFound(schema) { Duration = time.GetElapsedTime(started) };
        yield return new ValuesLinked(schema.ValueLinks);

        yield return new StageStarted(PipelineStage.Generation, "Writing SQL");
        started = time.GetTimestamp();
        var generation = requests.Make(database, request, schema, tag) with
        {
            History = history,
            Instructions = request.Instructions,
            AnswerAlways = request.AnswerAlways,
            Fresh = request.Fresh,
            Similar = recalled.Similar,
            Witness = request.Witness,
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

    private static SqlDraft Remembered(VerifiedPair pair, string analyst)
    {
        var who = pair.Owner == analyst ? "You" : pair.Owner;
        var what = pair.Kind == PairKind.Edited ? "corrected and ran this SQL" : "approved this SQL";
        return new SqlDraft
        {
            Sql = pair.Sql,
            Generator = GeneratorNames.Memory,
            Notes = [FormattableString.Invariant($"{who} {what} for the same question on {pair.KeptAt:yyyy-MM-dd}. Draft again to have it written anew.")],
        };
    }
}
