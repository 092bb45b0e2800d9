using Microsoft.Extensions.Options;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Database;

/// <summary>The database as the page sees it: where it stands, and its catalog once it is read.</summary>
public sealed partial class DatabaseWatch : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly CancellationToken life;
    private readonly IAnalyticsDatabase database;
    private readonly IIdentifiers identifiers;
    private readonly ILogger<DatabaseWatch> log;

    public DatabaseWatch(IAnalyticsDatabases databases, IOptions<DatabaseOptions> options, IIdentifiers identifiers, ILogger<DatabaseWatch> log)
    {
        life = gone.Token;
        this.identifiers = identifiers;
        this.log = log;
        database = databases.Default;
        IsDemo = options.Value.UsesEmbedded;
        database.StateChanged += OnStateChanged;
    }

    /// <summary>Raised on any thread.</summary>
    public event Action? Changed;

    public bool IsDemo { get; }

    public string DisplayName => database.DisplayName;

    public DatabaseState State => database.State;

    public SchemaCatalog? Catalog { get; private set; }

    /// <summary>Connects and reads if that has not been done yet. A failure shows in <see cref="Failure"/>; throws only when cancelled.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => ReadAsync(database.GetAsync, cancellationToken);

    /// <summary>Reads the schema again. A failure shows in <see cref="Failure"/>; throws only when cancelled.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => ReadAsync(token => database.RefreshAsync(forceRebuild: false, token), cancellationToken);

    /// <summary>Why the database cannot be asked; null when it can.</summary>
    public PipelineFailure? Failure { get; private set; }

    public void Dispose()
    {
        database.StateChanged -= OnStateChanged;
        gone.Cancel();
        gone.Dispose();
    }

    private async Task ReadAsync(Func<CancellationToken, Task<DatabaseSnapshot>> read, CancellationToken cancellationToken)
    {
        try
        {
            Catalog = (await read(cancellationToken)).Catalog;
            Failure = null;
        }
        catch (PipelineFailureException failed)
        {
            Failure = failed.Failure;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var id = identifiers.Next();
            LogUnread(log, fault, id);
            Failure = new PipelineFailure(
                FailureParty.Infrastructure,
                FailureTypes.Unexpected,
                "Something went wrong inside NlSql while the schema was read.",
                "Try again; if it happens again, give the id to whoever runs this server.",
                IsTransient: true) { CorrelationId = id };
        }

        Changed?.Invoke();
    }

    // It came, or its schema was read again: what the page holds is old.
    private void OnStateChanged(DatabaseState state)
    {
        if (state.Phase == DatabasePhase.Ready)
        {
            _ = FollowAsync();
        }
        else
        {
            Changed?.Invoke();
        }
    }

    // Nobody awaits this, so nothing may pass it.
    private async Task FollowAsync()
    {
        try
        {
            await OpenAsync(life);
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
#pragma warning disable CA1031 // A page that cannot take the change must not be the database's affair.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotTaken(log, fault);
        }
    }

    [LoggerMessage(7105, LogLevel.Error, "The schema could not be read for a page (correlation id {CorrelationId})")]
    private static partial void LogUnread(ILogger log, Exception fault, string correlationId);

    [LoggerMessage(7106, LogLevel.Error, "A page failed to take the schema")]
    private static partial void LogNotTaken(ILogger log, Exception fault);
}
