using System.Diagnostics;
using System.Text.Json;

namespace NlSql.Tests.Fakes;

/// <summary>Runs <c>nlsql</c> as its own process to its end.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static Task<CommandResult> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments) =>
        RunAsync(settings, null, arguments);

    public static async Task<CommandResult> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, string? input, string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("nlsql cli ").FullName;
        try
        {
            using var process = Process.Start(ProductProcess.Describe("nlsql", folder, settings, arguments))!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

internal sealed record CommandResult(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
