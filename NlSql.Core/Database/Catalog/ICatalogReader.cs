using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Database.Catalog;

/// <summary>Reads a <see cref="SchemaCatalog"/> from PostgreSQL 13 to 18 in a few set-based queries.</summary>
public interface ICatalogReader
{
    /// <summary>Reads everything the role may read. Throws <see cref="PipelineFailureException"/> when the database cannot be read.</summary>
    Task<SchemaCatalog> ReadAsync(NpgsqlDataSource dataSource, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// A cheap fingerprint of schema and values (one query over system catalogs and counters, no table is read): when it differs from the one
    /// read before, the catalog is to be read again.
    /// </summary>
    Task<SchemaFingerprint> ReadFingerprintAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken);
}

/// <summary>How far reading has come; counts are in tables.</summary>
public sealed record CatalogProgress(string Step, int Done, int Total);
