using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using NlSql.Core.Foundation.Failures;
using Npgsql;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>Whether it is still there, and still what was read.</summary>
internal sealed partial class AnalyticsDatabase
{
    /// <summary>How long a server may take to answer that it is there.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <summary>
    /// One cheap query: says that the database is gone or back, and reads again when the schema is no longer what it was. Does nothing
    /// before the first load.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (this.snapshot is not { } snapshot || source.Current is not { } pools)
        {
            isDoubted = false;
            return;
        }

        try
        {
            var fingerprint = await ReadFingerprintAsync(pools.Upkeep, cancellationToken).ConfigureAwait(false);
            isDoubted = false;
            var isChanged = this.fingerprint?.IsOutdated(fingerprint, parts.Time.GetUtcNow() - snapshot.Catalog.ReadAt) != false;
            if (isChanged)
            {
                parts.Logger.SchemaChanged(DisplayName);
            }

            // A server that has moved and could not be read there so far: questions would go on to where it was.
            if (isChanged || pools.Questions != snapshot.DataSource)
            {
                await RefreshAsync(forceRebuild: false, cancellationToken).ConfigureAwait(false);
            }
            else if (State.Phase == DatabasePhase.Failed)
            {
                Move(DatabasePhase.Ready, TablesReady(snapshot));
            }
        }
        catch (Exception error) when (error is PipelineFailureException || DatabaseFailures.Covers(error))
        {
            // The schema in hand stays in use; a question that needs the database will say what is wrong with it.
            var failure = (error as PipelineFailureException)?.Failure ?? DatabaseFailures.From(error);
            parts.Logger.SchemaCheckFailed(DisplayName, failure.Type);
            if (IsGone(failure))
            {
                await LoseAsync(snapshot, failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Whether the server still answers: says so within <see cref="LongestSilence"/> and a tick when it does not, and leaves it to <see cref="CheckAsync"/> to
    /// find it back. Does nothing before the first load, and while the database is in doubt anyway.
    /// </summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (this.snapshot is not { } snapshot || source.Current is not { } pools || isDoubted)
        {
            return;
        }

        try
        {
            // Not the driver's own limit alone: on a line that swallows everything it waits for its cancel, too, before it says anything.
            await AnswerAsync(pools.Upkeep, cancellationToken).WaitAsync(LongestSilence, parts.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ConnectionFailures.Covers(error))
        {
            var failure = ConnectionFailures.From(error, pools.Upkeep);
            parts.Logger.SchemaCheckFailed(DisplayName, failure.Type);
            if (IsGone(failure))
            {
                await LoseAsync(snapshot, failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A pooled connection that died while idle says nothing of the server: a fresh one is asked then.</summary>
    private static async Task AnswerAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (error.InnerException is not TimeoutException)
        {
            source.Clear();
            await AskAsync(source, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AskAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT 1");
        command.CommandTimeout = (int)LongestSilence.TotalSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pooled connections of a server that was restarted are found dead one by one: the second try has fresh ones only.</summary>
    private async Task<SchemaFingerprint> ReadFingerprintAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.Catalogs.ReadFingerprintAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PipelineFailureException { Failure.IsTransient: true } || DatabaseFailures.Covers(error))
        {
            source.Clear();
            return await parts.Catalogs.ReadFingerprintAsync(source, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LoseAsync(DatabaseSnapshot snapshot, PipelineFailure failure, CancellationToken cancellationToken)
    {
        isDoubted = true;
        if (State.Phase != DatabasePhase.Failed || State.Failure?.Type != failure.Type)
        {
            Move(DatabasePhase.Failed, failure.Message, failure);
        }

        try
        {
            if ((await source.OpenAsync(cancellationToken).ConfigureAwait(false)).Questions != snapshot.DataSource)
            {
                await RefreshAsync(forceRebuild: false, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is PipelineFailureException || DatabaseFailures.Covers(error))
        {
            parts.Logger.SchemaCheckFailed(DisplayName, (error as PipelineFailureException)?.Failure.Type ?? error.GetType().Name);
        }
    }
}
