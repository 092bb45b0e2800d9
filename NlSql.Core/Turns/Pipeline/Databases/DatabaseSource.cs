using NlSql.Core.Database.Connections;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// The pools of one database. The embedded server may come back on another port, and a pooler may be found between: then new pools take the place of the old
/// ones; questions that began with those may still hold them, so all of them live as long as this object.
/// </summary>
internal sealed class DatabaseSource(IDataSourceFactory factory, string? name, bool looksForPooler, IProgress<string> progress) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<DatabasePools> replaced = [];
    private volatile DatabasePools? current;
    private bool isLookedAt = !looksForPooler;

    /// <summary>Null before it was opened for the first time.</summary>
    public DatabasePools? Current => current;

    /// <summary>The pools that lead to where the server is now. Throws what <see cref="IDataSourceFactory.CreateAsync"/> throws.</summary>
    public async Task<DatabasePools> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (current is not { } before)
            {
                return current = await factory.CreateAsync(name, behindPooler: false, progress, cancellationToken).ConfigureAwait(false);
            }

            return await factory.ReplaceAsync(before, name, cancellationToken).ConfigureAwait(false) is { } fresh ? Replace(before, fresh) : before;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// The same, with pools that fit what stands between us and the server, which is found out at the first connection. Throws
    /// <see cref="Foundation.Failures.PipelineFailureException"/> when there is none.
    /// </summary>
    public async Task<DatabasePools> ConnectAsync(CancellationToken cancellationToken)
    {
        var pools = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (isLookedAt)
            {
                // Whoever looked meanwhile may have taken others.
                return current ?? pools;
            }

            if (await PoolerCheck.IsBetweenAsync(pools.Upkeep, cancellationToken).ConfigureAwait(false))
            {
                pools = Replace(pools, await factory.CreateAsync(name, behindPooler: true, progress, cancellationToken).ConfigureAwait(false));
            }

            isLookedAt = true;
            return pools;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pools in replaced.Append(current).OfType<DatabasePools>())
        {
            await pools.DisposeAsync().ConfigureAwait(false);
        }

        gate.Dispose();
    }

    private DatabasePools Replace(DatabasePools before, DatabasePools fresh)
    {
        before.Clear();
        replaced.Add(before);
        return current = fresh;
    }
}
