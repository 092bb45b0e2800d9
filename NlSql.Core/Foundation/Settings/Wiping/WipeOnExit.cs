using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Settings.Wiping;

/// <summary>
/// <c>--wipe-on-exit</c>: removes index, caches, state and spooled results on every way out of the process that lets code run (return,
/// exit code, signal, unhandled exception). While it is armed a pending file lies in each folder. What is used by another process stays until the last
/// of them ends, which then removes it; what a killed process left goes at the next start.
/// </summary>
public sealed class WipeOnExit : IDisposable
{
    internal const string PendingName = ".nlsql-wipe-pending";

    private readonly ILogger<WipeOnExit> logger;
    private readonly IReadOnlyList<string> folders;
    private readonly Dictionary<string, FolderUse> uses = new(StringComparer.Ordinal);
    private int wiped;

    public WipeOnExit(IOptions<StorageOptions> options, ILogger<WipeOnExit> logger)
    {
        this.logger = logger;
        folders = [
            .. new[] { options.Value.IndexPath, options.Value.CachePath, options.Value.DataPath }.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)
        ];
        foreach (var folder in folders)
        {
            Try(folder, RemoveLeftovers);

            // Marked from the first start on, so that a later --wipe-on-exit may remove what this one leaves.
            Try(folder, OwnedFolder.Make);
            Try(folder, OwnedFolder.Close);
            Try(folder, path => uses[path] = FolderUse.Begin(path));
            if (options.Value.WipeOnExit)
            {
                Try(folder, path => File.WriteAllText(Path.Combine(path, PendingName), "What lies here goes when the last NlSql that uses it ends.\n"));
            }
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    /// <summary>Removes what is to be removed, and that no other process uses; the second call does nothing.</summary>
    public void Wipe()
    {
        if (Interlocked.Exchange(ref wiped, 1) != 0)
        {
            return;
        }

        foreach (var folder in folders)
        {
            if (uses.Remove(folder, out var use))
            {
                use.Dispose();
                Try(folder, RemovePending);
            }
        }
    }

    /// <summary>The container disposes it after everything that was made later, so no file is in use any more.</summary>
    public void Dispose()
    {
        Wipe();
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
    }

    private static bool IsPending(string folder) => File.Exists(Path.Combine(folder, PendingName));

    private void RemoveLeftovers(string folder)
    {
        if (IsPending(folder) && FolderUse.TryTakeAlone(folder) is { } alone)
        {
            using (alone)
            {
                logger.WipingLeftovers(folder);
                Remove(folder);
            }
        }
    }

    private void RemovePending(string folder)
    {
        if (!IsPending(folder))
        {
            return;
        }

        using var alone = FolderUse.TryTakeAlone(folder);
        if (alone is null)
        {
            logger.WipingLeftToAnother(folder);
            return;
        }

        Remove(folder);
    }

    /// <summary>A folder that cannot be written is said so where it is used; here it only goes without.</summary>
    private void Try(string folder, Action<string> act)
    {
        try
        {
            act(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.NotMarked(error, folder);
        }
    }

    private void Remove(string folder)
    {
        if (!OwnedFolder.IsMarked(folder))
        {
            File.Delete(Path.Combine(folder, PendingName));
            logger.NotWiped(folder);
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
            logger.Wiped(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.WipeFailed(error, folder);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Wipe();

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e) => Wipe();
}
