using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Generation;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Auditing;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Pipeline.Emptiness;
using NlSql.Core.Turns.Pipeline.Exporting;
using NlSql.Core.Turns.Pipeline.Probing;
using NlSql.Core.Turns.Pipeline.Queueing;
using NlSql.Core.Turns.Pipeline.Recording;
using NlSql.Core.Turns.Pipeline.Running;
using NlSql.Core.Turns.Pipeline.Stopping;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Core.Turns.Workspace.Memory;

namespace NlSql.Core.Turns.Pipeline;

/// <summary>Registers this stage's services and settings.</summary>
public static class PipelineRegistration
{
    public static IServiceCollection AddPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SchemaCheckOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<DatabaseParts>();
        services.AddSingleton<AnalyticsDatabases>();
        services.AddSingleton<ConnectedDatabase>();
        services.AddSingleton<IAnalyticsDatabases>(provider => provider.GetRequiredService<AnalyticsDatabases>());

        services.AddSingleton(provider => new GenerationRequests(
            provider.GetRequiredService<ISqlGuard>(),
            provider.GetRequiredService<IQueryExecutor>(),
            provider.GetRequiredService<StatementProbe>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PairMemory>();
        services.AddSingleton(provider => new PairBook(
            provider.GetRequiredService<IVerifiedPairs>(),
            provider.GetRequiredService<PairMemory>(),
            provider.GetRequiredService<IAnalyticsDatabases>(),
            provider.GetRequiredService<ISqlGuard>()));
        services.AddSingleton(provider => new DraftWriter(
            provider.GetRequiredService<ISqlGenerator>(),
            provider.GetRequiredService<GenerationRequests>(),
            provider.GetRequiredService<ISqlGuard>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<PairMemory>()));
        services.AddSingleton<ConversationHistory>();
        services.AddSingleton<StatementCheck>();
        services.AddOptions<QueueOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StatementQueues>();
        services.AddSingleton<ResultRun>();
        services.AddSingleton<IResultStore, GuardedResultStore>();
        services.AddSingleton<StatementProbe>();
        services.AddSingleton<EmptyResultCheck>();
        services.AddSingleton<ResultReading>();
        services.AddOptions<AuditOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IResultExporter>(provider =>
            ActivatorUtilities.CreateInstance<AuditingExporter>(provider, ActivatorUtilities.CreateInstance<ResultExporter>(provider)));
        services.AddSingleton<IRowWaterfall, RowWaterfall>();
        services.AddSingleton<QuestionPipeline>();
        services.AddSingleton<WorkInHand>();

        // Outermost first: nonsense and what belongs to another database are turned away, the rest is counted until it is audited and recorded, and what is
        // recorded includes the end of the process and failures, which may say something of the database.
        services.AddSingleton<IQuestionPipeline>(provider =>
            ActivatorUtilities.CreateInstance<CheckingPipeline>(
                provider,
                ActivatorUtilities.CreateInstance<BelongingPipeline>(
                    provider,
                    ActivatorUtilities.CreateInstance<CountingPipeline>(
                        provider,
                        ActivatorUtilities.CreateInstance<AuditingPipeline>(
                            provider,
                            ActivatorUtilities.CreateInstance<RecordingPipeline>(
                                provider,
                                ActivatorUtilities.CreateInstance<RememberingPipeline>(
                                    provider,
                                    ActivatorUtilities.CreateInstance<StoppingPipeline>(
                                        provider,
                                        ActivatorUtilities.CreateInstance<DoubtingPipeline>(
                                            provider,
                                            ActivatorUtilities.CreateInstance<FailureReportingPipeline>(
                                                provider, provider.GetRequiredService<QuestionPipeline>()))))))))));
        return services;
    }

    /// <summary>For hosts that stay: opens the database in the background and looks after it, and ends in good order what runs when they are stopped.</summary>
    public static IServiceCollection AddDatabaseUpkeep(this IServiceCollection services) =>
        services.AddHostedService<DatabaseUpkeep>().AddHostedService<WorkStop>();
}
