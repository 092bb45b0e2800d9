using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;

namespace NlSql.Core.Turns.Workspace.Memory;

/// <summary>Pairs in the state file; there are few, and they are written seldom.</summary>
internal sealed class SqliteVerifiedPairs(WorkspaceFile file, IIdentifiers identifiers, TimeProvider time) : IVerifiedPairs
{
    /// <inheritdoc />
    /// <remarks>Every question asks for them, and mostly there are none: the mapper would take ten times as long as SQLite itself.</remarks>
    public Task<IReadOnlyList<VerifiedPair>> ListAsync(string analyst, string databaseId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(List(analyst, databaseId));
        }
        catch (Exception error) when (StateHealth.Describe(error, file.Path) is { } failure)
        {
            throw new PipelineFailureException(failure, error);
        }
    }

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

    private IReadOnlyList<VerifiedPair> List(string analyst, string databaseId)
    {
        using var connection = file.Connect();
        using var command = new SqliteCommand(
            """
            SELECT id, question, sql, database_id, owner, shared, kind, kept_at FROM pairs
            WHERE (owner = $analyst OR shared) AND database_id = $database ORDER BY kept_at DESC, id
            """,
            connection);
        command.Parameters.AddWithValue("$analyst", analyst);
        command.Parameters.AddWithValue("$database", databaseId);
        using var rows = command.ExecuteReader();
        List<VerifiedPair> pairs = [];
        while (rows.Read())
        {
            pairs.Add(Pair(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetString(3),
                rows.GetString(4),
                rows.GetBoolean(5),
                rows.GetString(6),
                rows.GetInt64(7)));
        }

        return pairs;
    }

    private static VerifiedPair Read(PairRow row) =>
        Pair(row.Id, row.Question, row.Sql, row.DatabaseId, row.Owner, row.Shared, row.Kind, row.KeptAt);

    private static VerifiedPair Pair(string id, string question, string sql, string databaseId, string owner, bool isShared, string kind, long keptAt) => new(
        id,
        question,
        sql,
        databaseId,
        owner,
        isShared,
        kind == nameof(PairKind.Edited) ? PairKind.Edited : PairKind.Approved,
        DateTimeOffset.FromUnixTimeMilliseconds(keptAt));

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
