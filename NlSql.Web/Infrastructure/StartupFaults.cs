using NlSql.Core.Foundation.Settings;

namespace NlSql.Web.Infrastructure;

/// <summary>Every fault in the settings, told at once before anything starts.</summary>
internal static class StartupFaults
{
    public static async Task PrintAsync(IReadOnlyList<SettingsFault> faults, TextWriter writer)
    {
        await writer.WriteLineAsync(faults.Count == 1
            ? "NlSql cannot start; one setting is wrong:"
            : $"NlSql cannot start; {faults.Count} settings are wrong:");
        foreach (var fault in faults)
        {
            await writer.WriteLineAsync($"  - {fault.Message}");
        }
    }
}
