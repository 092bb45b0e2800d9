namespace NlSql.Core.Database.Catalog;

/// <summary>
/// What NlSql knows of one PostgreSQL database: everything the role may read, as it was at <see cref="ReadAt"/>. Immutable;
/// a changed schema is a new catalog.
/// </summary>
public sealed record SchemaCatalog
{
    /// <summary>Key of the database in indexes and stored state.</summary>
    public required string DatabaseId { get; init; }

    /// <summary>The database's name on its server.</summary>
    public required string DatabaseName { get; init; }

    /// <summary><c>server_version_num</c>, for instance 180004; 0 for a catalog read from a file.</summary>
    public int ServerVersion { get; init; }

    /// <summary>When it was read.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>SHA-256 (hex) over all that retrieval indexes; equal hashes need no new index.</summary>
    public required string Hash { get; init; }

    /// <summary>Tables, views, materialized views and foreign tables; a partitioned table appears once.</summary>
    public IReadOnlyList<TableInfo> Tables { get; init; } = [];

    /// <summary>Foreign keys, declared ones first.</summary>
    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];
}
