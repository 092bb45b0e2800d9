using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using Npgsql;

namespace NlSql.Tests.Fakes;

/// <summary>Reads catalogs of test databases with the product's own parts.</summary>
public static class Catalogs
{
    /// <summary>The catalog as the application sees it, with extra settings such as <c>DB_EXCLUDE</c>.</summary>
    public static Task<SchemaCatalog> ReadAsync(TestDatabase database, params (string Key, string Value)[] settings) =>
        ReadAsync(database, SiteKnowledge.Nothing, settings);

    public static async Task<SchemaCatalog> ReadAsync(TestDatabase database, SiteKnowledge site, params (string Key, string Value)[] settings)
    {
        await using var services = Services(database.Settings, site, settings);
        return await services.GetRequiredService<ICatalogReader>().ReadAsync(database.Reader, null, TestContext.Current.CancellationToken);
    }

    public static Task<SchemaFingerprint> FingerprintAsync(TestDatabase database) => FingerprintAsync(database.Settings, database.Reader);

    /// <param name="settings">With which the application uses it.</param>
    /// <param name="source">Where it is.</param>
    public static async Task<SchemaFingerprint> FingerprintAsync(IEnumerable<KeyValuePair<string, string?>> settings, NpgsqlDataSource source)
    {
        await using var services = Services(settings, SiteKnowledge.Nothing, []);
        return await services.GetRequiredService<ICatalogReader>().ReadFingerprintAsync(source, TestContext.Current.CancellationToken);
    }

    public static TableInfo Table(this SchemaCatalog catalog, string name) => catalog.Tables.Single(table => table.Name.ToString() == name);

    public static ColumnInfo Column(this TableInfo table, string name) => table.Columns.Single(column => column.Name == name);

    private static ServiceProvider Services(IEnumerable<KeyValuePair<string, string?>> database, SiteKnowledge site, (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(database)
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSettings(configuration)
            .AddConnections(configuration)
            .AddEmbeddedPostgres()
            .AddDemoDatabase()
            .AddCatalog()
            .AddSingleton(site)
            .BuildServiceProvider();
    }
}
