using Microsoft.Extensions.Options;

namespace NlSql.Web.Infrastructure;

/// <summary>Every fault in the settings, told at once before anything starts.</summary>
internal static class StartupFaults
{
    public static IReadOnlyList<string> Find(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
        catch (AggregateException exception)
        {
            return [.. exception.Flatten().InnerExceptions.SelectMany(inner => inner is OptionsValidationException options ? options.Failures : [inner.Message])];
        }
    }

    public static async Task PrintAsync(IReadOnlyList<string> faults, TextWriter writer)
    {
        await writer.WriteLineAsync(faults.Count == 1 ? "NlSql cannot start; one setting is wrong:" : $"NlSql cannot start; {faults.Count} settings are wrong:");
        foreach (var fault in faults)
        {
            await writer.WriteLineAsync($"  - {Sentence(fault)}");
        }
    }

    // The data-annotation validator puts the type and property before the message; a reader needs the message only.
    private static string Sentence(string fault)
    {
        const string Marker = "with the error: '";
        var start = fault.IndexOf(Marker, StringComparison.Ordinal);
        return start < 0 ? fault : fault[(start + Marker.Length)..].TrimEnd('.', '\'') + ".";
    }
}
