using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Language.Retrieval;
using NlSql.Core.Native;
using NlSql.Core.Sql.Names;

namespace NlSql.Tests.Unit.Language.Generation;

/// <summary>The generation stage as the product wires it, with settings of the test and a small catalog.</summary>
internal sealed class ModelHarness : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public ModelHarness(Uri? modelUrl, params (string Key, string Value)[] settings)
        : this(modelUrl, SiteKnowledge.Nothing, settings)
    {
    }

    public ModelHarness(Uri? modelUrl, SiteKnowledge site, params (string Key, string Value)[] settings)
        : this(modelUrl, site, NativeLocations.Current, settings)
    {
    }

    public ModelHarness(Uri? modelUrl, NativeLocations locations, params (string Key, string Value)[] settings)
        : this(modelUrl, SiteKnowledge.Nothing, locations, settings)
    {
    }

    private ModelHarness(Uri? modelUrl, SiteKnowledge site, NativeLocations locations, (string Key, string Value)[] settings)
    {
        var values = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        if (modelUrl is not null)
        {
            values.TryAdd("LLM_API_URL", modelUrl.ToString());
            values.TryAdd("LLM_MODEL_NAME", "scripted");
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(site)
            .AddSingleton(locations)
            .AddPrompting(configuration)
            .AddGeneration(configuration)
            .AddKeyedSingleton<ISqlGenerator>(GeneratorNames.BuiltIn, BuiltIn)
            .BuildServiceProvider();
    }

    public CountingGenerator BuiltIn { get; } = new();

    public CollectedLog Log { get; } = new();

    public IServiceProvider Services => services;

    public ISqlGenerator Generator => services.GetRequiredService<ISqlGenerator>();

    public static GenerationRequest Ask(string question) => new()
    {
        Question = question,
        Catalog = SmallCatalog.Catalog,
        Schema = SmallCatalog.Everything,
    };

    public async Task<Outcome> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        List<GenerationEvent> events = [];
        await foreach (var item in Generator.GenerateAsync(request, cancellationToken))
        {
            events.Add(item);
        }

        return new Outcome(events);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    internal sealed record Outcome(IReadOnlyList<GenerationEvent> Events)
    {
        public SqlDraft Draft => Assert.IsType<SqlDrafted>(Events[^1]).Draft;

        public string Tokens => string.Concat(Events.OfType<SqlToken>().Select(token => token.Text));

        public IReadOnlyList<string> Notes => [.. Events.OfType<GeneratorNote>().Select(note => note.Text)];
    }

    /// <summary>Everything that was logged, exceptions in full.</summary>
    internal sealed class CollectedLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> entries = new();

        public IReadOnlyList<string> Entries => [.. entries];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    /// <summary>Stands for the built-in translator where only the order matters.</summary>
    internal sealed class CountingGenerator : ISqlGenerator
    {
        public int Calls { get; private set; }

        public string Name => GeneratorNames.BuiltIn;

        public async IAsyncEnumerable<GenerationEvent> GenerateAsync(
            GenerationRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Calls++;
            await Task.CompletedTask;
            yield return new SqlDrafted(new SqlDraft { Generator = Name, Sql = "SELECT 1", Confidence = 0.5 });
        }
    }
}

/// <summary>Two tables with a key between them, samples, a personal column and an awkward name.</summary>
internal static class SmallCatalog
{
    public static TableInfo Customers { get; } = new()
    {
        Name = new RelationName("crm", "customers"),
        Comment = "Who buys from us",
        RowEstimate = 5_000,
        PrimaryKey = ["id"],
        Columns =
        [
            new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer, IsNullable = false },
            new ColumnInfo
            {
                Name = "city",
                DataType = "text",
                Kind = ColumnKind.Text,
                Statistics = new ColumnStatistics { Samples = [new SampleValue("Berlin", 1200), new SampleValue("L'Aquila", 3)] },
            },
            new ColumnInfo
            {
                Name = "email",
                DataType = "text",
                Kind = ColumnKind.Text,
                IsPersonal = true,
                Statistics = new ColumnStatistics { Samples = [new SampleValue("ada@example.org")] },
            },
        ],
    };

    public static TableInfo Orders { get; } = new()
    {
        Name = new RelationName("sales", "Order Lines"),
        Comment = "One line per\nproduct ordered",
        RowEstimate = 48_000,
        PrimaryKey = ["id"],
        Columns =
        [
            new ColumnInfo { Name = "id", DataType = "bigint", Kind = ColumnKind.Integer, IsNullable = false },
            new ColumnInfo { Name = "customer_id", DataType = "bigint", Kind = ColumnKind.Integer, IsNullable = false },
            new ColumnInfo { Name = "status", DataType = "sales.order_status", Kind = ColumnKind.Enum, EnumLabels = ["new", "paid"] },
            new ColumnInfo
            {
                Name = "ordered_at",
                DataType = "timestamp with time zone",
                Kind = ColumnKind.TimestampTz,
                Statistics = new ColumnStatistics { Minimum = "2022-01-01", Maximum = "2024-12-31" },
            },
            new ColumnInfo { Name = "amount", DataType = "numeric(12,2)", Kind = ColumnKind.Decimal },
        ],
    };

    public static ForeignKey Key { get; } = new(Orders.Name, ["customer_id"], Customers.Name, ["id"]);

    public static SchemaCatalog Catalog { get; } = new()
    {
        DatabaseId = "small",
        DatabaseName = "small",
        Hash = "abc",
        Tables = [Customers, Orders],
        ForeignKeys = [Key],
    };

    public static RetrievedSchema Everything { get; } = new()
    {
        Tables =
        [
            new RetrievedTable(Orders, 2, RetrievalReason.Matched, "orders"),
            new RetrievedTable(Customers, 1, RetrievalReason.JoinPath, "joins"),
        ],
        Columns = [new RetrievedColumn(Orders.Name, Orders.Columns[4], 1)],
        Joins = [Key],
        ValueLinks = [new ValueLink("berlin", 0, 6, Customers.Name, "city", "Berlin", 1200, 1)],
    };
}
