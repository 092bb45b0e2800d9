using System.Globalization;
using System.Runtime.InteropServices;

namespace NlSql.Core.Foundation.Settings;

/// <summary>
/// SIGHUP, which a closed terminal or a dropped ssh session sends: left alone, it ends the process without letting it clean up. Who started the
/// program with <c>nohup</c> wants it to go on, and is not listened to.
/// </summary>
public static class Hangup
{
    /// <summary>Calls <paramref name="stop"/> at each hangup until it is disposed; null where hangups are ignored or unknown.</summary>
    public static IDisposable? Listen(Action stop) => OperatingSystem.IsWindows() || IsIgnored()
        ? null
        : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            stop();
        });

    // /proc/self/status: SigIgn:	0000000000001001. Bit 0 stands for signal 1, which is SIGHUP.
    private static bool IsIgnored()
    {
        const string Field = "SigIgn:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is not null
                && ulong.TryParse(line.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored)
                && (ignored & 1) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
