using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.DemoDatabase;
using NlSql.Core.Database.EmbeddedPostgres;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Evaluation;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Replay;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core;

/// <summary>The whole product as services, in pipeline order; each stage registers itself in its own folder.</summary>
public static class NlSqlServiceCollectionExtensions
{
    /// <summary>Adds every stage. <paramref name="configuration"/> holds the settings under their flat names (<c>DB_HOST</c>, ...).</summary>
    public static IServiceCollection AddNlSql(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings(configuration)
        .AddIdentity()
        .AddSite(configuration)
        .AddClock(configuration)
        .AddConnections(configuration)
        .AddEmbeddedPostgres()
        .AddDemoDatabase()
        .AddCatalog()
        .AddRetrieval(configuration)
        .AddPrompting(configuration)
        .AddGeneration(configuration)
        .AddGuarding(configuration)
        .AddExecution(configuration)
        .AddLint()
        .AddAnalysis()
        .AddWorkspace(configuration)
        .AddEvaluation()
        .AddPipeline(configuration)
        .AddReplay();
}
