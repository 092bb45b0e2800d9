using System.Text.Json;
using NlSql.Core.Catalog;
using NlSql.Core.Failures;

namespace NlSql.Core.Retrieval.Batch;

/// <summary>
/// <c>nlsql search --jsonl IN --out OUT [--catalog CATALOG]</c>: a line <c>{"id","tables","columns","ms"}</c> for every line
/// <c>{"id","question","db"?}</c>, grouped by database so that one index is open at a time. A line that fails has empty lists and an <c>error</c>.
/// </summary>
public sealed class SearchBatch(ISchemaIndexFactory factory, TimeProvider time)
{
    /// <summary>Answers from the catalogs of a file; PostgreSQL is not needed.</summary>
    /// <returns>How many lines were written: one for every line read.</returns>
    public async Task<int> RunAsync(string input, string output, string catalogFile, CancellationToken cancellationToken)
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
                : throw new PipelineFailureException(new PipelineFailure(FailureParty.Caller, FailureTypes.NotFound, $"The catalog file has no database '{database}'."));
        }
    }

    /// <summary>
    /// Answers from live databases. <paramref name="open"/> gives the index of a database (null: the configured one), which stays the caller's.
    /// </summary>
    /// <returns>How many lines were written: one for every line read.</returns>
    public Task<int> RunAsync(string input, string output, Func<string?, CancellationToken, Task<ISchemaIndex>> open, CancellationToken cancellationToken) =>
        RunAsync(input, output, open, static name => name.ToString(), ownsIndex: false, cancellationToken);

    private async Task<int> RunAsync(string input, string output, Func<string?, CancellationToken, Task<ISchemaIndex>> open, Func<RelationName, string> nameOf, bool ownsIndex, CancellationToken cancellationToken)
    {
        var lines = (await File.ReadAllLinesAsync(input, cancellationToken).ConfigureAwait(false)).Where(static l => !string.IsNullOrWhiteSpace(l)).Select(SearchLine.Parse).ToList();
        var writer = new StreamWriter(output);
        await using var _ = writer.ConfigureAwait(false);
        foreach (var group in lines.GroupBy(static l => l.Database))
        {
            ISchemaIndex? index = null;
            string? failure = null;
            try
            {
                index = await open(group.Key, cancellationToken).ConfigureAwait(false);
            }
            catch (PipelineFailureException e)
            {
                failure = e.Failure.Message;
            }

            foreach (var line in group)
            {
                var answer = index is null || line.Error is not null
                    ? new SearchAnswer { Id = line.Id, Error = line.Error ?? failure }
                    : await AnswerAsync(index, line, nameOf, cancellationToken).ConfigureAwait(false);
                await writer.WriteLineAsync(JsonSerializer.Serialize(answer).AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            if (ownsIndex)
            {
                index?.Dispose();
            }
        }

        return lines.Count;
    }

    private async Task<SearchAnswer> AnswerAsync(ISchemaIndex index, SearchLine line, Func<RelationName, string> nameOf, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var found = await index.SearchAsync(line.Question, RetrievalLimits.Ranking, cancellationToken).ConfigureAwait(false);
            return new SearchAnswer
            {
                Id = line.Id,
                Tables = [.. found.Tables.Select(t => nameOf(t.Table.Name))],
                Columns = [.. found.Columns.Select(c => $"{nameOf(c.Table)}.{c.Column.Name}")],
                Milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3),
            };
        }
        catch (PipelineFailureException e)
        {
            return new SearchAnswer { Id = line.Id, Error = e.Failure.Message };
        }
    }
}
