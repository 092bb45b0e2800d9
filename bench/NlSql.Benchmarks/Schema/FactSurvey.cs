using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Retrieval.Embedding;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Benchmarks.Schema;

/// <summary>
/// Prints every fact that is found in the databases named on the command line, one a line, so that a person can say which are wrong. The server is that of
/// the settings <c>DB_HOST</c>, <c>DB_PORT</c>, <c>DB_USER</c>, <c>DB_PASS</c>.
/// </summary>
internal static class FactSurvey
{
    public static async Task RunAsync(IEnumerable<string> databases)
    {
        var embedder = StaticEmbedder.Read(StaticEmbedder.DefaultFolder);
        var knowledge = new WordKnowledge(new WordSegmenter(embedder.Vocabulary), embedder, SiteGlossary.Empty);
        foreach (var database in databases)
        {
            var catalog = await ReadAsync(database);
            var tables = SchemaModel.Build(catalog.Tables, catalog.ForeignKeys, Lexicon.English, knowledge).Tables;
            foreach (var fact in SchemaFacts.Stated(tables))
            {
                Console.WriteLine($"{database}\t{fact.Kind}\t{fact.Table}{(fact.Column is null ? "" : "." + fact.Column)}\t{fact.Evidence}");
            }
        }
    }

    private static async Task<SchemaCatalog> ReadAsync(string database)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("DB_NAME", database)])
            .Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSettings(configuration)
            .AddConnections(configuration)
            .AddEmbeddedPostgres()
            .AddDemoDatabase()
            .AddCatalog()
            .AddSingleton(SiteKnowledge.Nothing)
            .BuildServiceProvider();
        await using var pools = await services.GetRequiredService<IDataSourceFactory>()
            .CreateAsync(database, behindPooler: false, new Progress<string>(), CancellationToken.None);
        return await services.GetRequiredService<ICatalogReader>().ReadAsync(pools.Upkeep, null, CancellationToken.None);
    }
}
