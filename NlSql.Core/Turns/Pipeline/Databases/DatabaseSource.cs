using NlSql.Core.Database.Connections;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// The pool of one database. The embedded server may come back on another port, and then a new pool takes the place of the old one; questions
/// that began with that may still hold it, so every pool lives as long as this object.
/// </summary>
internal sealed class DatabaseSource(IDataSourceFactory factory, string? name, IProgress<string> progress) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<NpgsqlDataSource> replaced = [];
    private volatile NpgsqlDataSource? current;

    /// <summary>Null before it was opened for the first time.</summary>
    public NpgsqlDataSource? Current => current;

    /// <summary>The pool that leads to where the server is now. Throws what <see cref="IDataSourceFactory.CreateAsync"/> throws.</summary>
    public async Task<NpgsqlDataSource> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (current is not { } before)
            {
                return current = await factory.CreateAsync(name, progress, cancellationToken).ConfigureAwait(false);
            }

            if (await factory.ReplaceAsync(before, name, cancellationToken).ConfigureAwait(false) is not { } fresh)
            {
                return before;
            }

            before.Clear();
            replaced.Add(before);
            return current = fresh;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in replaced.Append(current).OfType<NpgsqlDataSource>())
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        gate.Dispose();
    }
}
