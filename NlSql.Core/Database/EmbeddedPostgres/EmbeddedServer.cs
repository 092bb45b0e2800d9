using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;
using NlSql.Core.Native;
using Npgsql;

namespace NlSql.Core.Database.EmbeddedPostgres;

/// <summary>
/// One server for a data folder, whoever comes first: the process that holds <c>owner.lock</c> runs it, the others attach. When the
/// owner ends, however it ends, an attached process takes over; when the server ends, its owner starts it again. Both on the same port
/// where it is still free.
/// </summary>
internal sealed partial class EmbeddedServer(
    StorageFolders folders,
    IOptions<StorageOptions> storage,
    NativeLocations locations,
    TimeProvider time,
    ILogger<EmbeddedServer> logger) : IEmbeddedServer
{
    private static readonly TimeSpan OwnerLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan OwnerPoll = TimeSpan.FromMilliseconds(50);
    /// <summary>EWOULDBLOCK: what .NET reports for a file that another process has locked.</summary>
    private const int WouldBlock = 11;

    private static readonly TimeSpan LeftoverLimit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private EmbeddedServerFolder? folder;
    private EmbeddedServerState? current;
    private FileStream? ownerLock;
    private EmbeddedServerProcess? process;
    private Task? keeping;

    public async ValueTask<EmbeddedServerState> StartAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (current is { } running)
        {
            return running;
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            current ??= await AttachOrStartAsync(progress, cancellationToken).ConfigureAwait(false);
            keeping ??= KeepAsync(stopping.Token);
            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (keeping is not null)
        {
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (process is not null)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            EmbeddedServerLog.Stopped(logger);
        }

        if (ownerLock is not null)
        {
            if (storage.Value.WipeOnExit || !folders.IsKept)
            {
                folder!.Remove();
            }

            await ownerLock.DisposeAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
        gate.Dispose();
    }

    private async Task<EmbeddedServerState> AttachOrStartAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        folder ??= EmbeddedServerFolder.Prepare(folders.Data, locations.EmbeddedPostgres(), Environment.IsPrivilegedProcess);
        if (folder.IsFallback)
        {
            EmbeddedServerLog.MovedOutOfPrivateFolder(logger, folder.ClusterParent);
        }

        var began = time.GetTimestamp();
        while (true)
        {
            if (TryOwn())
            {
                return await StartOwnAsync(progress, cancellationToken).ConfigureAwait(false);
            }

            if (EmbeddedServerState.Read(folder.StateFile) is { } state
                && await EmbeddedServerProcess.AnswersAsync(state, cancellationToken).ConfigureAwait(false))
            {
                EmbeddedServerLog.Attached(logger, state.Port);
                return state;
            }

            if (time.GetElapsedTime(began) > OwnerLimit)
            {
                throw Failure(
                    $"Another process holds {folder.OwnerLock} but its PostgreSQL does not answer.",
                    "End that process, or set DATA_PATH to another folder.");
            }

            await Task.Delay(OwnerPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<EmbeddedServerState> StartOwnAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            progress?.Report("Starting the embedded PostgreSQL");
            var began = time.GetTimestamp();
            await EmbeddedServerProcess.ClearLeftoversAsync(folder!, cancellationToken).ConfigureAwait(false);
            var known = EmbeddedServerState.Read(folder!.StateFile);
            var usable = known is not null && File.Exists(Path.Combine(folder.Cluster, "PG_VERSION"));
            var state = usable ? await TryStartAsync(known!, cancellationToken).ConfigureAwait(false) : null;
            if (state is null)
            {
                progress?.Report("Making a new database cluster");
                state = EmbeddedServerState.Create();
                await EmbeddedServerProcess.InitializeAsync(folder, state, cancellationToken).ConfigureAwait(false);
                state = await LaunchAsync(state, cancellationToken).ConfigureAwait(false);
            }

            await MakeReaderAsync(state, cancellationToken).ConfigureAwait(false);
            EmbeddedServerLog.Started(logger, state.Port, (long)time.GetElapsedTime(began).TotalMilliseconds);
            return state;
        }
        catch (Exception e)
        {
            await ReleaseAsync().ConfigureAwait(false);
            if (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception or NpgsqlException)
            {
                throw Failure(
                    $"The embedded PostgreSQL could not be started: {e.Message}",
                    "Set DATA_PATH to a folder that may be written and has 200 MB free, or DB_HOST to use your own server.",
                    e);
            }

            throw;
        }
    }

    /// <summary>
    /// Null when the cluster cannot be used any more (another major version, damaged by a power cut): it only holds the demo, so it is made
    /// again.
    /// </summary>
    private async Task<EmbeddedServerState?> TryStartAsync(EmbeddedServerState known, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await LaunchAsync(known, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e) when (IsStillHeld(e) && time.GetElapsedTime(began) < LeftoverLimit)
            {
                // The server before was killed and its children have not noticed yet.
                await Task.Delay(OwnerPoll, time, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                EmbeddedServerLog.ClusterUnusable(logger, e.Message);
                return null;
            }
        }
    }

    private static bool IsStillHeld(IOException error) =>
        error.Message.Contains("shared memory block", StringComparison.Ordinal) || error.Message.Contains("postmaster.pid", StringComparison.Ordinal);

    private async Task<EmbeddedServerState> LaunchAsync(EmbeddedServerState wanted, CancellationToken cancellationToken)
    {
        var state = wanted with { Port = EmbeddedServerProcess.FreePort(wanted.Port) };
        state.Write(folder!.StateFile);
        try
        {
            process = await EmbeddedServerProcess.StartAsync(folder, state, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.Message.Contains("Address already in use", StringComparison.Ordinal))
        {
            // Somebody took the port between the look and the start.
            state = state with { Port = EmbeddedServerProcess.FreePort(0) };
            state.Write(folder.StateFile);
            process = await EmbeddedServerProcess.StartAsync(folder, state, cancellationToken).ConfigureAwait(false);
        }

        return state;
    }

    /// <summary>The role that NlSql works as. Names are our own; a password is hexadecimal, so the literal needs no quoting.</summary>
    private static async Task MakeReaderAsync(EmbeddedServerState state, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(EmbeddedServerProcess.ConnectionString(state, "postgres", pooling: false));
        await using (source.ConfigureAwait(false))
        {
            var command = source.CreateCommand($"""
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{EmbeddedServerState.Reader}') THEN
                        CREATE ROLE {EmbeddedServerState.Reader} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
                        ALTER ROLE {EmbeddedServerState.Reader} SET default_transaction_read_only = on;
                        REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC;
                        REVOKE TEMPORARY ON DATABASE template1 FROM PUBLIC;
                        ALTER ROLE {EmbeddedServerState.Reader} PASSWORD '{state.ReaderPassword}';
                    END IF;
                END $$;
                """);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>False when another process owns the folder; throws when its lock cannot be opened for any other reason.</summary>
    private bool TryOwn()
    {
        try
        {
            ownerLock = new FileStream(folder!.OwnerLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(
                $"{folder!.OwnerLock} cannot be opened: {e.Message}",
                "Give NlSql's user the folder (somebody else may have made it) and room on the disk, or set DATA_PATH to another one.",
                e);
        }
    }

    private async Task ReleaseAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            process = null;
        }

        if (ownerLock is not null)
        {
            await ownerLock.DisposeAsync().ConfigureAwait(false);
            ownerLock = null;
        }
    }

    private static PipelineFailureException Failure(string message, string advice, Exception? inner = null) =>
        new(new PipelineFailure(FailureParty.Infrastructure, FailureTypes.DatabaseUnreachable, message, advice), inner);
}
