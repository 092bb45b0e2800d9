using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Settings.Wiping;

/// <summary>
/// <c>--wipe-on-exit</c>: removes index, caches, state and spooled results on every way out of the process that lets code run (return,
/// exit code, signal, unhandled exception). While it is armed a pending file lies in each folder; a process that finds one whose writer
/// is gone (kill -9, power cut) removes what was left before it uses the folder.
/// </summary>
public sealed class WipeOnExit : IDisposable
{
    internal const string PendingName = ".nlsql-wipe-pending";

    private readonly ILogger<WipeOnExit> logger;
    private readonly IReadOnlyList<string> folders;
    private readonly List<string> armed = [];
    private int wiped;

    public WipeOnExit(IOptions<StorageOptions> options, ILogger<WipeOnExit> logger)
    {
        this.logger = logger;
        folders = [
            .. new[] { options.Value.IndexPath, options.Value.CachePath, options.Value.DataPath }.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)
        ];
        foreach (var folder in folders.Where(HasLeftovers))
        {
            this.logger.WipingLeftovers(folder);
            Remove(folder);
        }

        // Marked from the first start on, so that a later --wipe-on-exit may remove what this one leaves.
        foreach (var folder in folders)
        {
            Try(folder, OwnedFolder.Make);
        }

        if (options.Value.WipeOnExit)
        {
            foreach (var folder in folders)
            {
                Try(folder, Arm);
            }

            AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
            AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        }
    }

    /// <summary>Removes everything now; the second call does nothing.</summary>
    public void Wipe()
    {
        if (Interlocked.Exchange(ref wiped, 1) != 0)
        {
            return;
        }

        foreach (var folder in armed)
        {
            Remove(folder);
        }
    }

    /// <summary>The container disposes it after everything that was made later, so no file is in use any more.</summary>
    public void Dispose()
    {
        Wipe();
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
    }

    private static bool HasLeftovers(string folder) => WriterOf(folder) is { } writer && !IsAlive(writer);

    /// <summary>The process that means to wipe the folder; 0 when its file cannot be read as one, null when there is none.</summary>
    private static int? WriterOf(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, PendingName));
            return int.TryParse(text, CultureInfo.InvariantCulture, out var writer) ? writer : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Our own id can only stand there when an earlier process had it: we have not written yet.</summary>
    private static bool IsAlive(int processId) => processId != Environment.ProcessId && RunningProcess.Exists(processId);

    private void Arm(string folder)
    {
        if (WriterOf(folder) is not null)
        {
            // The app that is running here wipes it when it ends; a command beside it must not.
            return;
        }

        File.WriteAllText(Path.Combine(folder, PendingName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        armed.Add(folder);
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
        if (!Directory.Exists(folder))
        {
            return;
        }

        if (!OwnedFolder.IsMarked(folder))
        {
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
