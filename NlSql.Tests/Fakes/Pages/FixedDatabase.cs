using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Tests.Fakes.Pages;

/// <summary>A database that is described, not connected to: for tests of the page alone.</summary>
internal sealed class FixedDatabase : IAnalyticsDatabases, IAnalyticsDatabase
{
    public event Action<DatabaseState>? StateChanged;

    public IAnalyticsDatabase Default => this;

    public string DisplayName => Identity.Name;

    public AskedDatabase Identity { get; set; } = new("warehouse on db.example:5432", "db.example_5432-warehouse");

    public DatabaseState State { get; private set; } = new(DatabasePhase.Ready, "Ready");

    public SchemaCatalog? Catalog { get; set; }

    public PipelineFailure? Failure { get; set; }

    /// <summary>An error inside the product, as nobody expects it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The token of whoever asked last.</summary>
    public CancellationToken Asked { get; private set; }

    /// <summary>How often the schema was to be read again.</summary>
    public int Refreshed { get; private set; }

    public IAnalyticsDatabase Open(string databaseName) => this;

    public void Move(DatabaseState state)
    {
        State = state;
        StateChanged?.Invoke(state);
    }

    public Task<DatabaseSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        Asked = cancellationToken;
        if (Fault is { } fault)
        {
            return Task.FromException<DatabaseSnapshot>(fault);
        }

        if (Failure is { } failure)
        {
            return Task.FromException<DatabaseSnapshot>(new PipelineFailureException(failure));
        }

        return Catalog is { } catalog
            ? Task.FromResult(new DatabaseSnapshot(null!, catalog, null!, GuardScope.NamesOnly))
            : new TaskCompletionSource<DatabaseSnapshot>().Task.WaitAsync(cancellationToken);
    }

    public Task<DatabaseSnapshot> RefreshAsync(bool forceRebuild, CancellationToken cancellationToken)
    {
        Refreshed++;
        return GetAsync(cancellationToken);
    }

    public void Doubt()
    {
        // What it is was said by the test.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
