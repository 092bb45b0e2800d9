using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Turns.Evaluation.Batch;

/// <summary>
/// <c>nlsql search --jsonl IN --out OUT [--catalog CATALOG]</c>: a line <c>{"id","tables","columns","ms"}</c> for every line
/// <c>{"id","question","db"?}</c>, grouped by database so that one index is open at a time. A line that fails has empty lists and an <c>error</c>.
/// </summary>
public sealed class SearchBatch(ISchemaIndexFactory factory, TimeProvider time)
{
    /// <summary>Answers from the catalogs of a file; PostgreSQL is not needed.</summary>
    /// <returns>How many lines failed; each of them has its answer, with an <c>error</c>.</returns>
    public async Task<int> RunAsync(FileInfo input, FileInfo output, string catalogFile, CancellationToken cancellationToken)
    {
        var catalogs = await CatalogFile.ReadAsync(catalogFile, time, cancellationToken).ConfigureAwait(false);
        return await RunAsync(input, output, OpenAsync, CatalogFile.NameOf, ownsIndex: true, cancellationToken).ConfigureAwait(false);

        async Task<ISchemaIndex> OpenAsync(string? database, CancellationToken token)
        {
            if (database is null && catalogs.Count == 1)
            {
                return await factory.OpenInMemoryAsync(catalogs.Values.Single(), token).ConfigureAwait(false);
            }

            return catalogs.TryGetValue(database ?? string.Empty, out var catalog)
                ? await factory.OpenInMemoryAsync(catalog, token).ConfigureAwait(false)
                : throw new PipelineFailureException(
                    new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"The catalog file has no database '{database}'."));
        }
    }

    /// <summary>
    /// Answers from live databases. <paramref name="open"/> gives the index of a database (null: the configured one), which stays the caller's.
    /// </summary>
    /// <returns>How many lines failed; each of them has its answer, with an <c>error</c>.</returns>
    public Task<int> RunAsync(
        FileInfo input,
        FileInfo output,
        Func<string?, CancellationToken, Task<ISchemaIndex>> open,
        CancellationToken cancellationToken) =>
        RunAsync(input, output, open, static name => name.ToString(), ownsIndex: false, cancellationToken);

    private async Task<int> RunAsync(
        FileInfo input,
        FileInfo output,
        Func<string?, CancellationToken, Task<ISchemaIndex>> open,
        Func<RelationName, string> nameOf,
        bool ownsIndex,
        CancellationToken cancellationToken)
    {
        (string? Database, ISchemaIndex Index)? current = null;
        try
        {
            return await JsonLinesFile.MapAsync<SearchLine, SearchAnswer>(
                input,
                output,
                AnswerAsync,
                static (id, error) => new SearchAnswer { Id = id, Error = error },
                parallelism: 1,
                cancellationToken,
                static line => line.Db).ConfigureAwait(false);
        }
        finally
        {
            Close();
        }

        async Task<SearchAnswer> AnswerAsync(SearchLine line, CancellationToken token)
        {
            var question = line.Question
                ?? throw new PipelineFailureException(new(FailureParty.Caller, FailureTypes.QuestionEmpty, "The line has no question."));
            if (current is not { } opened || opened.Database != line.Db)
            {
                Close();
                current = opened = (line.Db, await open(line.Db, token).ConfigureAwait(false));
            }

            var started = time.GetTimestamp();
            var found = await opened.Index.SearchAsync(question, RetrievalLimits.Ranking, token).ConfigureAwait(false);
            return new SearchAnswer
            {
                Id = line.Id,
                Tables = [.. found.Tables.Select(t => nameOf(t.Table.Name))],
                Columns = [.. found.Columns.Select(c => $"{nameOf(c.Table)}.{c.Column.Name}")],
                Milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3),
            };
        }

        void Close()
        {
            if (ownsIndex)
            {
                current?.Index.Dispose();
            }

            current = null;
        }
    }
}
