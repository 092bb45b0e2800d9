using System.Diagnostics;

namespace NlSql.Core.Workspace;

/// <summary>Whether the process that last wrote a turn is still there to finish it.</summary>
internal static class WriterProcess
{

    public static int Current => Environment.ProcessId;

    public static bool IsAlive(int processId)
    {
        if (processId == Current)
        {
            return true;
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
