using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Site;
using Npgsql;

namespace NlSql.Core.Database.Catalog;

/// <inheritdoc />
internal sealed class CatalogReader(
    IDataSourceFactory sources,
    IOptions<DatabaseOptions> options,
    SiteKnowledge site,
    TimeProvider time,
    ILogger<CatalogReader> logger) : ICatalogReader
{
    private readonly RelationFilter filter = RelationFilter.From(options.Value);

    /// <inheritdoc />
    public async Task<SchemaCatalog> ReadAsync(NpgsqlDataSource dataSource, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var (rows, tables, pages) = await ReadSystemCatalogsAsync(dataSource, progress, cancellationToken).ConfigureAwait(false);
            var unknown = tables.Where(table => pages.ContainsKey(table.Row.Oid)).ToList();
            if (unknown.Count > 0)
            {
                CatalogLog.NoStatistics(logger, unknown.Count);
                await new TableSampler(time, logger).SampleAsync(dataSource, unknown, pages, progress, cancellationToken).ConfigureAwait(false);
            }

            var cut = tables.Where(table => CutValues.Of(table).Count > 0).ToList();
            if (cut.Count > 0)
            {
                await new TableSampler(time, logger).CompleteAsync(dataSource, cut, progress, cancellationToken).ConfigureAwait(false);
            }

            var infos = tables.ConvertAll(table => table.Finish());
            var keys = CatalogDraft.Keys(rows, tables, site);
            CatalogLog.Read(logger, infos.Count, infos.Sum(table => table.Columns.Count), keys.Count, (long)time.GetElapsedTime(began).TotalMilliseconds);
            return new SchemaCatalog
            {
                DatabaseId = sources.Identify(rows.Server.Database).Id,
                DatabaseName = rows.Server.Database,
                ServerVersion = rows.Server.Version,
                ReadAt = time.GetUtcNow(),
                Hash = CatalogHash.Of(infos, keys),
                Tables = infos,
                ForeignKeys = keys,
            };
        }
        catch (Exception e) when (ConnectionFailures.Covers(e))
        {
            throw new PipelineFailureException(ConnectionFailures.From(e, dataSource), e);
        }
    }

    /// <inheritdoc />
    public async Task<SchemaFingerprint> ReadFingerprintAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            return await CatalogSession.ReadAsync(
                dataSource,
                async connection => (await CatalogSession.QueryAsync(
                    connection,
                    CatalogSql.Fingerprint,
                    row => new SchemaFingerprint(row.GetString(0), row.GetString(1)),
                    cancellationToken).ConfigureAwait(false))[0],
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionFailures.Covers(e))
        {
            throw new PipelineFailureException(ConnectionFailures.From(e, dataSource), e);
        }
    }

    /// <summary>One snapshot of everything that needs no table to be read. The last part has the tables to sample, with their size in pages.</summary>
    private Task<(CatalogRows Rows, List<TableDraft> Tables, Dictionary<uint, long> Pages)> ReadSystemCatalogsAsync(
        NpgsqlDataSource dataSource,
        IProgress<CatalogProgress>? progress,
        CancellationToken cancellationToken) => CatalogSession.ReadAsync(
        dataSource,
        async connection =>
        {
            progress?.Report(new CatalogProgress("Reading the schema", 0, 0));
            await EnsureExclusionsFitAsync(connection, cancellationToken).ConfigureAwait(false);
            var rows = await CatalogRows.ReadAsync(connection, filter, cancellationToken).ConfigureAwait(false);
            var tables = CatalogDraft.Make(rows, site);
            if (tables.Count == 0)
            {
                throw await NothingReadable.FailureAsync(connection, rows.Server, filter, cancellationToken).ConfigureAwait(false);
            }

            progress?.Report(new CatalogProgress("Reading statistics", 0, tables.Count));
            await PlannerStatistics.ReadAsync(connection, tables, cancellationToken).ConfigureAwait(false);
            return (rows, tables, await PagesAsync(connection, tables, cancellationToken).ConfigureAwait(false));
        },
        cancellationToken);

    /// <summary>Of the configured database: others of its server, which batches ask, need not have what is excluded.</summary>
    private async Task EnsureExclusionsFitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isConfigured = options.Value.UsesEmbedded || string.Equals(connection.Database, options.Value.Name, StringComparison.Ordinal);
        if (!filter.HasExclusions || !isConfigured)
        {
            return;
        }

        var all = await CatalogSession
            .QueryAsync(connection, CatalogSql.AllNames, r => (Schema: r.GetString(0), Name: r.GetString(1)), cancellationToken)
            .ConfigureAwait(false);
        if (filter.Unmatched(all) is { Count: > 0 } unmatched)
        {
            throw new PipelineFailureException(new(
                FailureParty.Infrastructure,
                FailureTypes.SettingsInvalid,
                $"DB_EXCLUDE names {string.Join(", ", unmatched)}, and there is no such relation in {connection.Database}: what it was to hide would be shown.",
                "Correct the name (schema.name, * is a wildcard), or take it out of DB_EXCLUDE, and start again."));
        }
    }

    private static async Task<Dictionary<uint, long>> PagesAsync(NpgsqlConnection connection, List<TableDraft> tables, CancellationToken cancellationToken)
    {
        var unknown = tables
            .Where(table => !table.HasStatistics && table.Info.Kind is (RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView))
            .Select(table => table.Row.Oid)
            .ToList();
        if (unknown.Count == 0)
        {
            return [];
        }

        var sizes = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Pages,
            r => (Table: r.GetFieldValue<uint>(0), Pages: r.IsDBNull(1) ? 0 : r.GetInt64(1)),
            cancellationToken,
            CatalogRows.Oids(unknown)).ConfigureAwait(false);
        return sizes.ToDictionary(size => size.Table, size => size.Pages);
    }
}
