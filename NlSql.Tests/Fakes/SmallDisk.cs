using System.Diagnostics;
using System.Globalization;

namespace NlSql.Tests.Fakes;

/// <summary>A disk of a few megabytes over a folder, until it is disposed.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Skips the test where none can be mounted.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && await RunAsync("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder) == 0,
            "A small disk can be mounted only by root, and not in every container.");
        return new SmallDisk(folder);
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", folder);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true });
        await run!.WaitForExitAsync(CancellationToken.None);
        return run.ExitCode;
    }
}
