using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Settings.Wiping;

/// <summary>
/// <c>--wipe-on-exit</c>: removes index, caches, state and spooled results on every way out of the process that lets code run (return,
/// exit code, signal, unhandled exception). While it is armed a pending file lies in each folder; a process that finds one whose writer
/// is gone (kill -9, power cut) removes what was left before it uses the folder.
/// </summary>
public sealed class WipeOnExit : IDisposable
{
    internal const string PendingName = ".nlsql-wipe-pending";

    private readonly ILogger<WipeOnExit> _logger;
    private readonly IReadOnlyList<string> _folders;
    private readonly bool _isArmed;
    private int _wiped;

    public WipeOnExit(IOptions<StorageOptions> options, ILogger<WipeOnExit> logger)
    {
        _logger = logger;
        _isArmed = options.Value.WipeOnExit;
        _folders = [.. new[] { options.Value.IndexPath, options.Value.CachePath, options.Value.DataPath }.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        foreach (var folder in _folders.Where(HasLeftovers))
        {
            _logger.WipingLeftovers(folder);
            Remove(folder);
        }

        if (_isArmed)
        {
            Arm();
            AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
            AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        }
    }

    /// <summary>Removes everything now; the second call does nothing.</summary>
    public void Wipe()
    {
        if (!_isArmed || Interlocked.Exchange(ref _wiped, 1) != 0)
        {
            return;
        }

        foreach (var folder in _folders)
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

    private static bool HasLeftovers(string folder)
    {
        var pending = Path.Combine(folder, PendingName);
        try
        {
            return File.Exists(pending) && (!int.TryParse(File.ReadAllText(pending), System.Globalization.CultureInfo.InvariantCulture, out var writer) || !IsAlive(writer));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsAlive(int processId)
    {
        if (processId == Environment.ProcessId)
        {
            return false;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Arm()
    {
        foreach (var folder in _folders)
        {
            try
            {
                OwnedFolder.Make(folder);
                File.WriteAllText(Path.Combine(folder, PendingName), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _logger.WipeFailed(error, folder);
            }
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
            _logger.NotWiped(folder);
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
            _logger.Wiped(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.WipeFailed(error, folder);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Wipe();

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e) => Wipe();
}
