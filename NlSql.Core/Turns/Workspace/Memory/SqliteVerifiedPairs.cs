using Microsoft.EntityFrameworkCore;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Turns.Workspace.Memory;

/// <summary>Pairs in the state file; there are few, and they are written seldom.</summary>
internal sealed class SqliteVerifiedPairs(WorkspaceFile file, IIdentifiers identifiers, TimeProvider time) : IVerifiedPairs
{
    /// <inheritdoc />
    public Task<IReadOnlyList<VerifiedPair>> ListAsync(string analyst, string databaseId, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<VerifiedPair>>(async context =>
        {
            var rows = await Readable(context, analyst, databaseId).AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(Read)];
        });

    /// <inheritdoc />
    public Task<VerifiedPair> KeepAsync(VerifiedPair pair, CancellationToken cancellationToken) => UseAsync(async context =>
    {
        var own = await context.Pairs
            .Where(row => row.Owner == pair.Owner && row.DatabaseId == pair.DatabaseId && row.QuestionKey == pair.Key)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var same = own.Find(row => VerifiedPair.IsSame(row.Sql, pair.Sql));
        if (pair.Kind == PairKind.Edited)
        {
            context.Pairs.RemoveRange(own.Where(row => row != same && row.Kind == nameof(PairKind.Edited)));
        }

        var kept = same ?? context.Pairs.Add(new PairRow
        {
            Id = identifiers.Next(),
            Question = pair.Question,
            QuestionKey = pair.Key,
            Sql = pair.Sql,
            DatabaseId = pair.DatabaseId,
            Owner = pair.Owner,
            Kind = pair.Kind.ToString(),
        }).Entity;
        kept.Shared |= pair.IsShared;
        kept.Kind = pair.Kind == PairKind.Approved ? nameof(PairKind.Approved) : kept.Kind;
        kept.KeptAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return Read(kept);
    });

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string id, string analyst, CancellationToken cancellationToken) => UseAsync(async context =>
        await context.Pairs.Where(row => row.Id == id && row.Owner == analyst).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) > 0);

    /// <inheritdoc />
    public Task<bool> ShareAsync(string id, string analyst, bool isShared, CancellationToken cancellationToken) => UseAsync(async context =>
        await context.Pairs.Where(row => row.Id == id && row.Owner == analyst)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Shared, isShared), cancellationToken)
            .ConfigureAwait(false) > 0);

    private static IQueryable<PairRow> Readable(WorkspaceContext context, string analyst, string databaseId) => context.Pairs
        .Where(row => (row.Owner == analyst || row.Shared) && row.DatabaseId == databaseId)
        .OrderByDescending(row => row.KeptAt)
        .ThenBy(row => row.Id);

    private static VerifiedPair Read(PairRow row) => new(
        row.Id,
        row.Question,
        row.Sql,
        row.DatabaseId,
        row.Owner,
        row.Shared,
        row.Kind == nameof(PairKind.Edited) ? PairKind.Edited : PairKind.Approved,
        DateTimeOffset.FromUnixTimeMilliseconds(row.KeptAt));

    private async Task<T> UseAsync<T>(Func<WorkspaceContext, Task<T>> use)
    {
        try
        {
            using var context = file.Open();
            return await use(context).ConfigureAwait(false);
        }
        catch (Exception error) when (StateHealth.Describe(error, file.Path) is { } failure)
        {
            throw new PipelineFailureException(failure, error);
        }
    }
}
