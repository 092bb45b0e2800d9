using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Analysis;
using NlSql.Core.Catalog;
using NlSql.Core.Connections;
using NlSql.Core.DemoDatabase;
using NlSql.Core.EmbeddedPostgres;
using NlSql.Core.Evaluation;
using NlSql.Core.Execution;
using NlSql.Core.Generation;
using NlSql.Core.Guarding;
using NlSql.Core.Identity;
using NlSql.Core.Pipeline;
using NlSql.Core.Prompting;
using NlSql.Core.Retrieval;
using NlSql.Core.Settings;
using NlSql.Core.Site;
using NlSql.Core.Workspace;

namespace NlSql.Core;

/// <summary>The whole product as services, in pipeline order; each stage registers itself in its own folder.</summary>
public static class NlSqlServiceCollectionExtensions
{
    /// <summary>Adds every stage. <paramref name="configuration"/> holds the settings under their flat names (<c>DB_HOST</c>, ...).</summary>
    public static IServiceCollection AddNlSql(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings(configuration)
        .AddIdentity(configuration)
        .AddSite(configuration)
        .AddConnections(configuration)
        .AddEmbeddedPostgres(configuration)
        .AddDemoDatabase(configuration)
        .AddCatalog(configuration)
        .AddRetrieval(configuration)
        .AddPrompting(configuration)
        .AddGeneration(configuration)
        .AddGuarding(configuration)
        .AddExecution(configuration)
        .AddAnalysis(configuration)
        .AddWorkspace(configuration)
        .AddEvaluation(configuration)
        .AddPipeline(configuration);
}
