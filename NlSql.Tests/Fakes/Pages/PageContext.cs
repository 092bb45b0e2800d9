using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Turns.Pipeline;
using NlSql.Core.Turns.Pipeline.Databases;
using NlSql.Core.Turns.Pipeline.Waterfalls;
using NlSql.Core.Turns.Workspace;
using NlSql.Web.Components;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>Renders the page's components over a described database and a pipeline that the test drives.</summary>
public abstract class PageContext : BunitContext
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"nlsql-page-{Guid.NewGuid():N}");

    /// <summary>A bound for a test that would never end, not a measure: a busy machine renders when it can.</summary>
    static PageContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    /// <param name="numbers">As SITE_FILE sets it; neutral unless given.</param>
    private protected PageContext(NumberFormat? numbers = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Conversations = new MemoryConversationStore(Clock);
        Services.AddPageState();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<IConversationStore>(Conversations);
        Services.AddSingleton<IResultStore>(Results);
        Services.AddSingleton<IAnalyticsDatabases>(Database);
        Services.AddSingleton<ConnectedDatabase>();
        Services.AddSingleton<IQuestionPipeline>(Pipeline);
        Services.AddSingleton<IRowWaterfall>(Waterfalls);
        Services.AddSingleton<IAnalyst, LocalAnalyst>();
        Services.AddSingleton<IIdentifiers, RandomIdentifiers>();
        Services.AddSingleton<ISqlGuard, WordGuard>();
        Services.AddSingleton(new StatementLint(WordKnowledge.Plain, SiteFacts.None, NullLogger<StatementLint>.Instance));
        Services.AddSingleton<IQueryExecutor, EstimatingExecutor>();
        Services.AddSingleton<ISqlGenerator, NamedGenerator>();
        Services.AddSingleton<ConfiguredModel>();
        Services.AddSingleton(new SessionClock(Clock));
        Services.AddSingleton(new CatalogFacts(SiteKnowledge.Nothing));
        Services.AddSingleton(numbers ?? NumberFormat.Neutral);
        Services.AddSingleton<StateHealth>();
        Services.AddSingleton(new StorageFolders(Options.Create(new StorageOptions { DataPath = folder }), NullLogger<StorageFolders>.Instance));
        Services.Configure<DatabaseOptions>(options => options.Host = "db.example");
        Services.AddSingleton(provider => new SettingsInspector(new ServiceCollection(), provider, new ConfigurationBuilder().Build()));

        // Asking for the renderer closes the list of services.
        Renderer.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private protected ManualClock Clock { get; } = new();

    private protected MemoryConversationStore Conversations { get; }

    private protected MemoryResultStore Results { get; } = new();

    private protected FixedDatabase Database { get; } = new() { Catalog = SampleCatalog.Shop };

    private protected ScriptedPipeline Pipeline { get; } = new();

    private protected ScriptedWaterfall Waterfalls { get; } = new();
}

/// <summary>Refuses any text that says <c>delete</c> and approves the rest.</summary>
internal sealed class WordGuard : ISqlGuard
{
    public GuardVerdict Check(string sql, GuardScope scope)
    {
        var at = sql.IndexOf("delete", StringComparison.OrdinalIgnoreCase);
        return at >= 0
            ? new GuardRefusal("statement-not-select", "A DELETE changes data; only SELECT may run.", "DeleteStmt", at, 6, "SELECT 1")
            : new GuardApproval(new ApprovedSql(sql, [new RelationName("shop", "orders")]));
    }
}

internal sealed class NamedGenerator : ISqlGenerator
{
    public string Name => "built-in";

    public IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Estimates without a database; the page never runs anything through an executor by itself.</summary>
internal sealed class EstimatingExecutor : IQueryExecutor
{
    public Task<PlanEstimate> EstimateAsync(Npgsql.NpgsqlDataSource dataSource, ApprovedSql sql, RunTag tag, CancellationToken cancellationToken) =>
        Task.FromResult(new PlanEstimate(12, 40, [new PlannedScan("shop.orders", 48_210)], false));

    public Task<StoredResult> RunAsync(
        Npgsql.NpgsqlDataSource dataSource,
        ApprovedSql sql,
        RunTag tag,
        IProgress<long>? progress,
        CancellationToken cancellationToken) =>
            throw new NotSupportedException();

    public Task<ExportSummary> ExportAsync(
        Npgsql.NpgsqlDataSource dataSource,
        ApprovedSql sql,
        RunTag tag,
        IRowSink sink,
        CancellationToken cancellationToken) =>
            throw new NotSupportedException();
}
