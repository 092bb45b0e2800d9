using NlSql.Core.Foundation.Settings;

namespace NlSql.Web.Infrastructure;

/// <summary>Every fault in the settings, told at once before anything starts.</summary>
internal static partial class StartupFaults
{
    public static async Task PrintAsync(IReadOnlyList<SettingsFault> faults, WebApplication app)
    {
        if (app.Configuration["LOG_FORMAT"] == "json")
        {
            foreach (var fault in faults)
            {
                LogFault(app.Logger, fault.Message);
            }

            return;
        }

        await Console.Error.WriteLineAsync(faults.Count == 1
            ? "NlSql cannot start; one setting is wrong:"
            : $"NlSql cannot start; {faults.Count} settings are wrong:");
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"  - {fault.Message}");
        }
    }

    [LoggerMessage(7306, LogLevel.Critical, "NlSql cannot start: {Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
