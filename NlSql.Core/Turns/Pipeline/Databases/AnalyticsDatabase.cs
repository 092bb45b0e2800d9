using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>
/// Connect, read, index, scope; once, however many ask at the same time. After a failure the next caller tries again when the pause is
/// over, which grows from 1 to 60 s; callers in between get the failure at once.
/// </summary>
internal sealed partial class AnalyticsDatabase : IAnalyticsDatabase
{
    private readonly DatabaseParts parts;
    private readonly DatabaseSource source;
    private readonly RetryPause pause;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim loading = new(1, 1);
    private DatabaseSnapshot? snapshot;
    private SchemaFingerprint? fingerprint;
    private volatile bool isDoubted;
    private Task<DatabaseSnapshot>? load;
    private int disposed;

    public AnalyticsDatabase(string? name, DatabaseParts parts)
    {
        this.parts = parts;
        pause = new RetryPause(parts.Time);
        source = new DatabaseSource(parts.Sources, name, parts.Options.Value.LooksForPooler, new Steps<string>(step => Advance(DatabasePhase.Starting, step)));
        var identity = parts.Sources.Identify(name);
        Identity = new AskedDatabase(identity.DisplayName, identity.Id);
        State = new DatabaseState(DatabasePhase.NotStarted, "Not connected yet");
    }

    /// <inheritdoc />
    public event Action<DatabaseState>? StateChanged;

    /// <inheritdoc />
    public string DisplayName => Identity.Name;

    /// <inheritdoc />
    public AskedDatabase Identity { get; private set; }

    /// <inheritdoc />
    public DatabaseState State { get; private set; }

    /// <summary>True while it has to be looked at whether the database is there; <see cref="CheckAsync"/> does.</summary>
    public bool IsDoubted => isDoubted;

    /// <summary>Nothing can be asked, as opposed to a schema that could not be read again.</summary>
    public static bool IsGone(PipelineFailure failure) =>
        failure.Type is FailureTypes.DatabaseUnreachable or FailureTypes.DatabaseUnauthorized or FailureTypes.DatabaseUnknown;

    /// <inheritdoc />
    public void Doubt() => isDoubted = true;

    /// <inheritdoc />
    public Task<DatabaseSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (this.snapshot is { } snapshot)
            {
                return Task.FromResult(snapshot);
            }

            if (load is null or { IsCompleted: true })
            {
                if (State.Failure is { } failure && !pause.IsOver)
                {
                    return Task.FromException<DatabaseSnapshot>(new PipelineFailureException(failure));
                }

                // The load belongs to everybody who waits: one of them going away must not end it.
                load = LoadAsync(forceRebuild: false, closing.Token);
            }

            return load.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task<DatabaseSnapshot> RefreshAsync(bool forceRebuild, CancellationToken cancellationToken) =>
        LoadAsync(forceRebuild, closing.Token).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The container disposes once for each service type it was asked for.
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        await loading.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        snapshot?.Index.Dispose();
        await source.DisposeAsync().ConfigureAwait(false);
        loading.Dispose();
        closing.Dispose();
    }

    private async Task<DatabaseSnapshot> LoadAsync(bool forceRebuild, CancellationToken cancellationToken)
    {
        // Off the caller's thread: reading and indexing must not hold the lock under which it was started.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var snapshot = await ReadAsync(forceRebuild, cancellationToken).ConfigureAwait(false);
            ISchemaIndex? before;
            lock (gate)
            {
                before = this.snapshot?.Index;
                this.snapshot = snapshot;
                pause.Forget();
                isDoubted = false;
            }

            if (before != snapshot.Index)
            {
                before?.Dispose();
            }

            Move(DatabasePhase.Ready, TablesReady(snapshot));
            return snapshot;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // What nobody expected too: the watch would end with it, and with the watch the whole host.
            var failure = (error as PipelineFailureException)?.Failure ?? (DatabaseFailures.Covers(error) ? DatabaseFailures.From(error) : Unexpected(error));
            Fail(failure);
            throw error as PipelineFailureException ?? new PipelineFailureException(failure, error);
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<DatabaseSnapshot> ReadAsync(bool forceRebuild, CancellationToken cancellationToken)
    {
        Advance(DatabasePhase.Starting, "Connecting");
        var pools = await source.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var upkeep = pools.Upkeep;

        var role = await parts.Roles.CheckAsync(upkeep, cancellationToken).ConfigureAwait(false);
        role.ThrowIfRefused();
        if (!parts.Options.Value.UsesEmbedded && await SystemIdentifier.ReadAsync(upkeep, cancellationToken).ConfigureAwait(false) is { } system)
        {
            Identity = Identity with { System = system };
        }

        Advance(DatabasePhase.Reading, "Reading the schema");
        var fingerprint = await parts.Catalogs.ReadFingerprintAsync(upkeep, cancellationToken).ConfigureAwait(false);
        var catalog = await parts.Catalogs
            .ReadAsync(
                upkeep,
                new Steps<CatalogProgress>(p => Advance(DatabasePhase.Reading, FormattableString.Invariant($"{p.Step}: {p.Done:N0} of {p.Total:N0} tables"))),
                cancellationToken)
            .ConfigureAwait(false);

        var scope = await GuardScopes.ReadAsync(upkeep, catalog, parts.Options.Value, parts.Site, parts.Logger, cancellationToken).ConfigureAwait(false);
        Advance(DatabasePhase.Indexing, "Indexing");
        var kept = snapshot is { } current && current.Catalog.Hash == catalog.Hash && !forceRebuild ? current.Index : null;
        kept?.Reread(catalog);
        var index = kept
            ?? await parts.Indexes.OpenAsync(catalog, forceRebuild, new Steps<IndexProgress>(ReportIndexing), cancellationToken).ConfigureAwait(false);
        this.fingerprint = fingerprint;
        return new DatabaseSnapshot(pools.Questions, catalog, index, scope) { Exports = pools.Exports, Role = role };
    }

    private void ReportIndexing(IndexProgress progress) =>
        Advance(DatabasePhase.Indexing, FormattableString.Invariant($"Indexing: {progress.Done:N0} of {progress.Total:N0} tables"));

    private static string TablesReady(DatabaseSnapshot snapshot) => FormattableString.Invariant($"{snapshot.Catalog.Tables.Count:N0} tables ready");

    private PipelineFailure Unexpected(Exception error)
    {
        parts.Logger.DatabaseBroke(error, DisplayName);
        return new(
            FailureParty.Infrastructure,
            FailureTypes.Unexpected,
            "Something went wrong inside NlSql while it read the database.",
            "The log has the cause.");
    }

    private void Fail(PipelineFailure failure)
    {
        TimeSpan wait;
        lock (gate)
        {
            wait = pause.Begin();
        }

        parts.Logger.DatabaseFailed(DisplayName, wait.TotalSeconds, failure.Type);
        var isGone = IsGone(failure);
        isDoubted = isDoubted || (isGone && snapshot is not null);
        Move(snapshot is null || isGone ? DatabasePhase.Failed : DatabasePhase.Ready, failure.Message, failure);
    }

    /// <summary>
    /// A step on the way to be asked. Where an earlier snapshot answers meanwhile the phase stays: whoever sends questions here must not be told to stop
    /// it, and each page would take every step for a new schema.
    /// </summary>
    private void Advance(DatabasePhase phase, string message)
    {
        if (snapshot is { } answering && State.Phase == DatabasePhase.Ready)
        {
            State = State with { Message = $"{TablesReady(answering)}; the schema is read again: {message}" };
            return;
        }

        Move(phase, message);
    }

    private void Move(DatabasePhase phase, string message, PipelineFailure? failure = null)
    {
        var state = new DatabaseState(phase, message, failure);
        var isNews = State.Phase != phase;
        State = state;
        if (isNews)
        {
            parts.Logger.DatabaseStateChanged(DisplayName, phase, message);
        }

        StateChanged?.Invoke(state);
    }

    /// <summary>Reports at once, on the reporting thread: <see cref="Progress{T}"/> would post them out of order.</summary>
    private sealed class Steps<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
