using System.Runtime.CompilerServices;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Retrieval and generation: a question and a database to a draft that no guard has seen. The batch forms use it as the pages do.</summary>
internal sealed class DraftWriter(ISqlGenerator generator, GenerationRequests requests, ISqlGuard guard, ISqlFormatter formatter, IAnalyst analyst, TimeProvider time)
{
    /// <summary>Streams the stages; <see cref="DraftWritten"/> is the last event.</summary>
    public async IAsyncEnumerable<PipelineEvent> WriteAsync(DatabaseSnapshot database, DraftRequest request, IReadOnlyList<PriorTurn> history, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (SqlQuestion.Is(request.Question, guard, database.Scope))
        {
            yield return new DraftWritten(new SqlDraft { Sql = request.Question.Trim(), Generator = GeneratorNames.Analyst, Confidence = 1 });
            yield break;
        }

        yield return new StageStarted(PipelineStage.Retrieval, "Finding the tables");
        var started = time.GetTimestamp();
        var schema = await database.Index.SearchAsync(request.Question, new RetrievalLimits(), cancellationToken).ConfigureAwait(false);
        yield return new SchemaFound(schema) { Duration = time.GetElapsedTime(started) };
        yield return new ValuesLinked(schema.ValueLinks);

        yield return new StageStarted(PipelineStage.Generation, "Writing SQL");
        started = time.GetTimestamp();
        var generation = requests.Make(database, request.Question, schema, new RunTag(analyst.Name, request.TurnId ?? "draft")) with
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

        if (draft is null)
        {
            throw new InvalidOperationException($"The generator {generator.Name} ended without a draft.");
        }

        yield return new DraftWritten(draft.Sql is { } sql ? draft with { Sql = formatter.Format(sql) } : draft)
        {
            Duration = time.GetElapsedTime(started),
        };
    }
}
