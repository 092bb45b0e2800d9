using System.Diagnostics;
using System.Globalization;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Whether a process that left its id or its mark somewhere is still there.</summary>
internal static class RunningProcess
{
    /// <summary>
    /// This process, told from every other, also from a later one of the same id: in a container NlSql always has the id 1. For instance
    /// <c>1:84520:5d2c...</c>.
    /// </summary>
    public static string Mark { get; } = MarkOf(Environment.ProcessId) ?? throw new InvalidOperationException("This process does not find itself.");

    /// <summary>False for ids that no process has, and for 0 and below.</summary>
    public static bool Exists(int processId)
    {
        if (processId <= 0)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether the process that bore <paramref name="mark"/> is still there. False for what is no mark.</summary>
    public static bool Bears(string mark) =>
        int.TryParse(mark.AsSpan(0, Math.Max(0, mark.IndexOf(':', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var processId)
        && string.Equals(MarkOf(processId), mark, StringComparison.Ordinal);

    /// <summary>Id, start and boot of a process; null when there is none of that id.</summary>
    internal static string? MarkOf(int processId) => OperatingSystem.IsLinux() ? FromProc(processId) : FromClock(processId);

    // /proc/84520/stat: 84520 (name, may hold anything) S 1 84520 ... The 22nd field is the start in clock ticks since the boot, which every
    // reader sees alike; .NET's StartTime is worked out from the clock and differs between readers.
    private static string? FromProc(int processId)
    {
        try
        {
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            var hasEnded = fields[0] is "Z" or "X";
            return hasEnded ? null : string.Create(CultureInfo.InvariantCulture, $"{processId}:{fields[19]}:{Boot()}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Ticks begin anew with every boot.</summary>
    private static string Boot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? FromClock(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : string.Create(CultureInfo.InvariantCulture, $"{processId}:{process.StartTime.ToUniversalTime().Ticks}:");
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
