using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>Results on disk, one pair of files each; no row of them stays in memory.</summary>
internal sealed class ResultStore(
    StorageFolders folders,
    IIdentifiers identifiers,
    IOptions<ExecutionOptions> options,
    TimeProvider time,
    ILogger<ResultStore> logger) : IResultStore, IDisposable
{
    /// <summary>Results between two clean-ups: what is dropped is days old or beyond gigabytes, so there is no hurry.</summary>
    private const int CleanUpEvery = 64;

    /// <summary>Of all results in the temporary folder together, which often is memory; the latest one aside.</summary>
    private const long TemporaryBytes = 256L * 1024 * 1024;

    /// <summary>How long a result is safe from a full disk: whoever has just asked for it reads it now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Added to the longest statement before files without their counterpart count as left behind.</summary>
    private static readonly TimeSpan UnfinishedPatience = TimeSpan.FromHours(1);

    /// <summary>Descriptions kept in memory; they never change.</summary>
    private const int KeptDescriptions = 64;

    private readonly LruCache<string, SpooledResult> descriptions = new(KeptDescriptions);
    private readonly SortOrders orders = new();

    private readonly Lock makingRoom = new();

    private int created;

    private readonly SpoolPlace place = new(folders, logger);

    /// <summary>Begins a result; it exists for others once it is completed.</summary>
    public ResultWriter Create(IReadOnlyList<ResultColumn> columns)
    {
        if (Interlocked.Increment(ref created) % CleanUpEvery == 1)
        {
            CleanUp();
        }

        var folder = place.ForNew();
        if (folder != place.Kept)
        {
            CleanUp(folder, Math.Min(TemporaryBytes, options.Value.ResultKeepBytes));
        }

        return new ResultWriter(folder, identifiers.Next(), columns, spooled => descriptions.Set(spooled.Result.Id, spooled));
    }

    /// <inheritdoc />
    public async Task<StoredResult?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await LoadAsync(id, cancellationToken).ConfigureAwait(false))?.Result;

    /// <summary>As <see cref="FindAsync"/>, and from memory where it is there: whether the rows are kept still shows when they are read.</summary>
    public async Task<StoredResult?> DescribeAsync(string id, CancellationToken cancellationToken) =>
        (await KnownAsync(id, cancellationToken).ConfigureAwait(false))?.Result;

    /// <inheritdoc />
    public async Task<ResultPage> ReadPageAsync(string id, long offset, int count, ResultSort? sort, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var spooled = await KnownAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Expired();
        try
        {
            using var reader = new ResultReader(place.Of(id), spooled);
            return new ResultPage(offset, sort is null
                ? await reader.ReadRangeAsync(offset, count, cancellationToken).ConfigureAwait(false)
                : await ReadSortedAsync(reader, offset, count, sort, spooled.Result, cancellationToken).ConfigureAwait(false));
        }
        catch (FileNotFoundException error)
        {
            throw Expired(error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            logger.ResultDamaged(error, id);
            throw Damaged(error);
        }
    }

    /// <inheritdoc />
    public void Delete(string id)
    {
        if (IdentifierShape.Fits(id))
        {
            // The description first: rows that nothing describes are out of everybody's reach.
            var folder = place.Of(id);
            File.Delete(ResultWriter.DescriptionPath(folder, id));
            File.Delete(ResultWriter.RowsPath(folder, id));
        }
    }

    /// <summary>
    /// Drops results that are too old, and the oldest while there are too many bytes; the two files of a result go together. Files without
    /// their counterpart are being written, or were when the process was killed: those go once no statement can be running any more.
    /// </summary>
    public void CleanUp() => CleanUp(place.Kept, options.Value.ResultKeepBytes);

    /// <summary>Where a result would go now; for <see cref="TryMakeRoom"/>.</summary>
    public string Place => place.ForNew();

    /// <summary>
    /// After a write that found the disk full: drops the older half of what is kept, but nothing of the last ten minutes, and lets new results go to a
    /// temporary folder until there is room.
    /// False when there is none, or it is full, too.
    /// </summary>
    /// <param name="full">The <see cref="Place"/> that the result went to: of several that found it full at once, all go elsewhere.</param>
    public bool TryMakeRoom(string full)
    {
        lock (makingRoom)
        {
            if (place.IsElsewhere)
            {
                return full == place.Kept;
            }

            CleanUp(place.Kept, new DirectoryInfo(place.Kept).GetFiles().Where(SpooledFiles.IsOwn).Sum(file => file.Length) / 2, Fresh);
            return place.TryGoElsewhere();
        }
    }

    /// <inheritdoc />
    public void Dispose() => place.Dispose();

    private void CleanUp(string folder, long bytes, TimeSpan safe = default)
    {
        try
        {
            var now = time.GetUtcNow();
            var oldest = now.AddHours(-options.Value.ResultKeepHours).UtcDateTime;
            var abandoned = (now - UnfinishedPatience - TimeSpan.FromMilliseconds(options.Value.StatementTimeoutMs)).UtcDateTime;
            var fresh = (now - safe).UtcDateTime;
            var spooled = new DirectoryInfo(folder)
                .GetFiles()
                .Where(SpooledFiles.IsOwn)
                .GroupBy(file => file.Name.Split('.')[0], StringComparer.Ordinal)
                .Select(SpooledFiles.Of)
                .OrderByDescending(files => files.WrittenAt);
            long kept = 0, freed = 0;
            var removed = 0;
            foreach (var files in spooled)
            {
                kept += files.Length;
                if (files.IsComplete ? files.WrittenAt < oldest || (kept > bytes && files.WrittenAt <= fresh) : files.WrittenAt < abandoned)
                {
                    files.Delete();
                    kept -= files.Length;
                    freed += files.Length;
                    removed++;
                }
            }

            if (removed > 0)
            {
                logger.CleanedUp(removed, freed);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.CleanupFailed(error, folder);
        }
    }

    private async Task<List<object?[]>> ReadSortedAsync(
        ResultReader reader, long offset, int count, ResultSort sort, StoredResult result, CancellationToken cancellationToken)
    {
        var order = await orders.OfAsync(reader, result, sort, cancellationToken).ConfigureAwait(false);
        var first = (int)Math.Min(offset, order.Length);
        return await reader.ReadRowsAsync(order.AsMemory(first, Math.Min(count, order.Length - first)), cancellationToken).ConfigureAwait(false);
    }

    private static PipelineFailureException Damaged(Exception inner) => new(
        new(
            FailureParty.Infrastructure,
            FailureTypes.ResultExpired,
            "The stored rows of this result are damaged and cannot be read.",
            "Run the SQL again."), inner);

    private static PipelineFailureException Expired(Exception? inner = null) => new(
        new(FailureParty.Caller, FailureTypes.ResultExpired, "The rows of this result are no longer kept.", "Run the SQL again."), inner);

    private async ValueTask<SpooledResult?> KnownAsync(string id, CancellationToken cancellationToken)
    {
        if (descriptions.TryGet(id, out var known))
        {
            return known;
        }

        var loaded = await LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (loaded is not null)
        {
            descriptions.Set(id, loaded);
        }

        return loaded;
    }

    private async Task<SpooledResult?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        // An id is part of a path: nothing but what we make ourselves is looked for.
        if (!IdentifierShape.Fits(id))
        {
            return null;
        }

        try
        {
            var json = await File.ReadAllBytesAsync(ResultWriter.DescriptionPath(place.Of(id), id), cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize<SpooledResult>(json, SpooledResult.Json) is
            {
                Result: { Id: var described, Columns: not null, Sql: not null }
            } spooled
                && described == id ? spooled : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            logger.ResultDamaged(error, id);
            return null;
        }
    }
}
