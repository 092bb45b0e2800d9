using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace NlSql.Core.Foundation.Settings;

/// <summary>
/// A private temporary folder in the place of a DATA_PATH that cannot be written. It is removed on every way out of the process that lets code
/// run; it names its process, so that the next start removes what a killed one left.
/// </summary>
internal sealed class StandInFolder : IDisposable
{
    internal const string Prefix = "nlsql-stand-in-";
    internal const string OwnerName = ".nlsql-owner";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ILogger logger;
    private int removed;

    private StandInFolder(string path, ILogger logger)
    {
        Path = path;
        this.logger = logger;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
    }

    public string Path { get; }

    /// <summary>Makes one. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when even that cannot be done.</summary>
    public static StandInFolder Make(ILogger logger)
    {
        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.WriteAllText(System.IO.Path.Combine(path, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StandInFolder(path, logger);
    }

    /// <summary>Removes the folders of this user's processes that are gone.</summary>
    public static void RemoveLeftovers(ILogger logger)
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(folder => IsOurs(folder) && IsLeftover(folder)))
            {
                logger.WipingLeftovers(folder);
                Remove(folder, logger);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.NotMarked(error, System.IO.Path.GetTempPath());
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        RemoveOnce();
    }

    /// <summary>Asked of folders of ours only: in somebody else's the owner's name may be a pipe or a device, which never ends.</summary>
    private static bool IsLeftover(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(System.IO.Path.Combine(folder, OwnerName)), CultureInfo.InvariantCulture, out var owner)
                && !RunningProcess.Exists(owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Anybody may put a folder of that name into a shared temporary folder, and what its owner can still change while we remove it could
    /// lead us elsewhere. .NET does not tell who owns a folder; <c>stat</c> does, and <c>/proc/self/</c> (the link without the slash is always root's)
    /// is its own process, ours.
    /// </summary>
    private static bool IsOurs(string folder)
    {
        try
        {
            using var stat =
                Process.Start(new ProcessStartInfo(
                    "/usr/bin/stat",
                    ["-c", "%u", folder, "/proc/self/"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var owners = stat.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            stat.WaitForExit();
            return owners is [var owner, var self] && owner == self;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>A server of the killed process may still be writing its last into the folder: then it is not empty yet.</summary>
    private static void Remove(string folder, ILogger logger)
    {
        Exception? last = null;
        if (!SpinWait.SpinUntil(() => (last = TryRemove(folder)) is null, Patience))
        {
            logger.WipeFailed(last!, folder);
        }
    }

    private static Exception? TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return Directory.Exists(folder) ? new IOException("Something in it was removed meanwhile.") : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error;
        }
    }

    private void RemoveOnce()
    {
        if (Interlocked.Exchange(ref removed, 1) == 0)
        {
            Remove(Path, logger);
        }
    }

    private void OnEnd(object? sender, EventArgs e) => RemoveOnce();
}
