using System.Diagnostics;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Whether a process that left its id somewhere is still there.</summary>
internal static class RunningProcess
{
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
}
