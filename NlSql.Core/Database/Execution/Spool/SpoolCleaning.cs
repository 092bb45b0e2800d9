using Microsoft.Extensions.Logging;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>Drops results from a folder, which takes a look at every file in it: in the background where nobody needs the room at once.</summary>
internal sealed class SpoolCleaning(ExecutionOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long a result is safe from a full disk: whoever has just asked for it reads it now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Added to the longest statement before files without their counterpart count as left behind.</summary>
    private static readonly TimeSpan UnfinishedPatience = TimeSpan.FromHours(1);

    private readonly Lock gate = new();

    /// <summary>The clean-up that is going on in the background, or the last one; it never fails.</summary>
    public Task Background { get; private set; } = Task.CompletedTask;

    /// <summary>Cleans up in the background, unless that is going on: what is left over then, the next one finds.</summary>
    /// <param name="cleanUp">One of the methods below.</param>
    public void Begin(Action cleanUp)
    {
        lock (gate)
        {
            if (Background.IsCompleted)
            {
                Background = Task.Run(() => Guarded(cleanUp));
            }
        }
    }

    /// <summary>
    /// Drops results that are too old, and the oldest while there are too many bytes; the two files of a result go together. Files without
    /// their counterpart are being written, or were when the process was killed: those go once no statement can be running any more.
    /// </summary>
    public void DropBeyond(string folder, long bytes) => Drop(folder, _ => bytes, TimeSpan.Zero);

    /// <summary>As <see cref="DropBeyond"/>, with half of the bytes that there are, and nothing of the last ten minutes goes for them.</summary>
    public void DropOlderHalf(string folder) => Drop(folder, spooled => spooled.Sum(files => files.Length) / 2, Fresh);

    /// <summary>Waits for what goes on in the background: the folder may be removed next.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            Background.Wait();
        }
    }

    private void Guarded(Action cleanUp)
    {
        try
        {
            cleanUp();
        }
#pragma warning disable CA1031 // Nobody waits for it who could be told.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.BackgroundCleanupFailed(error);
        }
    }

    private void Drop(string folder, Func<IReadOnlyList<SpooledFiles>, long> most, TimeSpan safe)
    {
        try
        {
            var now = time.GetUtcNow();
            var oldest = now.AddHours(-options.ResultKeepHours).UtcDateTime;
            var abandoned = (now - UnfinishedPatience - TimeSpan.FromMilliseconds(options.StatementTimeoutMs)).UtcDateTime;
            var fresh = (now - safe).UtcDateTime;
            var spooled = new DirectoryInfo(folder)
                .GetFiles()
                .Where(SpooledFiles.IsOwn)
                .GroupBy(file => file.Name.Split('.')[0], StringComparer.Ordinal)
                .Select(SpooledFiles.Of)
                .OrderByDescending(files => files.WrittenAt)
                .ToList();
            var bytes = most(spooled);
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
}
