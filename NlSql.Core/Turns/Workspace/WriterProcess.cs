using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Workspace;

/// <summary>Whether the process that last wrote a turn is still there to finish it.</summary>
internal static class WriterProcess
{
    public static int Current => Environment.ProcessId;

    public static bool IsAlive(int processId) => processId == Current || RunningProcess.Exists(processId);
}
