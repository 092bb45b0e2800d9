using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Database;

/// <summary>The database as the page sees it: where it stands, and its catalog once it is read.</summary>
public sealed class DatabaseWatch : IDisposable
{
    private readonly IAnalyticsDatabase _database;

    public DatabaseWatch(IAnalyticsDatabases databases, IOptions<DatabaseOptions> options)
    {
        _database = databases.Default;
        IsDemo = options.Value.UsesEmbedded;
        _database.StateChanged += OnStateChanged;
    }

    /// <summary>Raised on any thread.</summary>
    public event Action? Changed;

    public bool IsDemo { get; }

    public string DisplayName => _database.DisplayName;

    public DatabaseState State => _database.State;

    public SchemaCatalog? Catalog { get; private set; }

    /// <summary>Connects and reads if that has not been done yet; a failure shows in <see cref="State"/>.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            Catalog = (await _database.GetAsync(cancellationToken)).Catalog;
            Failure = null;
        }
        catch (PipelineFailureException failed)
        {
            Failure = failed.Failure;
        }

        Changed?.Invoke();
    }

    /// <summary>Reads the schema again. A failure shows in <see cref="Failure"/>.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            Catalog = (await _database.RefreshAsync(forceRebuild: false, cancellationToken)).Catalog;
            Failure = null;
        }
        catch (PipelineFailureException failed)
        {
            Failure = failed.Failure;
        }

        Changed?.Invoke();
    }

    /// <summary>Why the database cannot be asked; null when it can.</summary>
    public PipelineFailure? Failure { get; private set; }

    public void Dispose() => _database.StateChanged -= OnStateChanged;

    // It came, or its schema was read again: what the page holds is old.
    private void OnStateChanged(DatabaseState state)
    {
        if (state.Phase == DatabasePhase.Ready)
        {
            _ = OpenAsync(CancellationToken.None);
        }
        else
        {
            Changed?.Invoke();
        }
    }
}
