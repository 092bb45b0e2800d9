using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>Result rows in memory; an id that is not known has expired.</summary>
internal sealed class MemoryResultStore : IResultStore
{
    private readonly Dictionary<string, (StoredResult Result, IReadOnlyList<object?[]> Rows)> results = new(StringComparer.Ordinal);

    public List<(long Offset, int Count, ResultSort? Sort)> Reads { get; } = [];

    public StoredResult Add(StoredResult result, IReadOnlyList<object?[]> rows)
    {
        results[result.Id] = (result, rows);
        return result;
    }

    public Task<StoredResult?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(results.TryGetValue(id, out var found) ? found.Result : null);

    public Task<ResultPage> ReadPageAsync(string id, long offset, int count, ResultSort? sort, CancellationToken cancellationToken)
    {
        Reads.Add((offset, count, sort));
        if (!results.TryGetValue(id, out var found))
        {
            throw new PipelineFailureException(new PipelineFailure(FailureParty.Caller, FailureTypes.ResultExpired, "The rows are no longer kept."));
        }

        return Task.FromResult(new ResultPage(offset, [.. found.Rows.Skip((int)offset).Take(count)]));
    }

    public void Delete(string id) => results.Remove(id);
}
