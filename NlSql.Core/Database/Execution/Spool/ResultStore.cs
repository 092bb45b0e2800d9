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
    /// <summary>The part of RESULT_KEEP_BYTES that may be written before <see cref="CleanUpPause"/> is over.</summary>
    private const int CleanUpShare = 16;

    /// <summary>A look at every file, of which there are thousands where small results come fast, would cost each of them more than its own two.</summary>
    private static readonly TimeSpan CleanUpPause = TimeSpan.FromMinutes(1);

    /// <summary>Of all results in the temporary folder together, which often is memory; the latest one aside.</summary>
    private const long TemporaryBytes = 256L * 1024 * 1024;

    /// <summary>Descriptions kept in memory; they never change.</summary>
    private const int KeptDescriptions = 64;

    private readonly LruCache<string, SpooledResult> descriptions = new(KeptDescriptions);
    private readonly SortOrders orders = new();

    private readonly Lock makingRoom = new();
    private readonly Lock counting = new();

    private long written;
    private long? cleanedUpAt;

    private readonly SpoolPlace place = new(folders, logger);
    private readonly SpoolCleaning cleaning = new(options.Value, time, logger);

    /// <summary>Begins a result; it exists for others once it is completed.</summary>
    public ResultWriter Create(IReadOnlyList<ResultColumn> columns)
    {
        if (IsTimeToCleanUp())
        {
            cleaning.Begin(CleanUp);
        }

        var folder = place.ForNew();
        if (folder != place.Kept)
        {
            // What was too young to go when the disk filled is older by now.
            cleaning.Begin(() => cleaning.DropOlderHalf(place.Kept));
            cleaning.DropBeyond(folder, Math.Min(TemporaryBytes, options.Value.ResultKeepBytes));
        }

        return new ResultWriter(folder, identifiers.Next(), columns, spooled =>
        {
            Interlocked.Add(ref written, spooled.OffsetsAt + (spooled.Result.RowCount * sizeof(long)));
            descriptions.Set(spooled.Result.Id, spooled);
        });
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
            // The description first, also the one in memory: rows that nothing describes are out of everybody's reach.
            descriptions.Remove(id);
            var folder = place.Of(id);
            File.Delete(ResultWriter.DescriptionPath(folder, id));
            File.Delete(ResultWriter.RowsPath(folder, id));
        }
    }

    /// <summary>Drops what is kept too long and, beyond RESULT_KEEP_BYTES, the oldest, see <see cref="SpoolCleaning.DropBeyond"/>.</summary>
    public void CleanUp() => cleaning.DropBeyond(place.Kept, options.Value.ResultKeepBytes);

    /// <inheritdoc cref="SpoolCleaning.Background"/>
    public Task Cleaning => cleaning.Background;

    /// <summary>Where a result would go now; for <see cref="TryMakeRoom"/>.</summary>
    public string Place => place.ForNew();

    /// <summary>
    /// After a write that found the disk full: drops the older half of what is kept, but nothing of the last ten minutes, and lets new results go to a
    /// temporary folder until there is room; each of those has the older half of what is left dropped once more.
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

            cleaning.DropOlderHalf(place.Kept);
            return place.TryGoElsewhere();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        cleaning.Dispose();
        place.Dispose();
    }

    private bool IsTimeToCleanUp()
    {
        lock (counting)
        {
            if (cleanedUpAt is { } last && time.GetElapsedTime(last) < CleanUpPause
                && Interlocked.Read(ref written) < options.Value.ResultKeepBytes / CleanUpShare)
            {
                return false;
            }

            Interlocked.Exchange(ref written, 0);
            cleanedUpAt = time.GetTimestamp();
            return true;
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
            return SpooledResult.Read(json, id);
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
