using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>
/// The connections to one database, by what they are for, so that none of it can take them away from the others: a download that is read slowly holds its
/// connection for half an hour, and whether the database is there has to be known while everything else is in use.
/// </summary>
/// <param name="questions">DB_POOL_SIZE at most: estimates and runs.</param>
/// <param name="exports">DB_EXPORT_POOL_SIZE at most.</param>
/// <param name="upkeep">A few: reading the catalog, and looking whether the server answers.</param>
public sealed class DatabasePools(NpgsqlDataSource questions, NpgsqlDataSource exports, NpgsqlDataSource upkeep) : IAsyncDisposable
{
    /// <summary>Estimates and runs.</summary>
    public NpgsqlDataSource Questions => questions;

    /// <summary>Downloads of whole results.</summary>
    public NpgsqlDataSource Exports => exports;

    /// <summary>The catalog, and whether the server answers.</summary>
    public NpgsqlDataSource Upkeep => upkeep;

    /// <summary>Drops the connections that are idle; the others go when they are given back.</summary>
    public void Clear()
    {
        questions.Clear();
        exports.Clear();
        upkeep.Clear();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await questions.DisposeAsync().ConfigureAwait(false);
        await exports.DisposeAsync().ConfigureAwait(false);
        await upkeep.DisposeAsync().ConfigureAwait(false);
    }
}
