using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Pipeline.Auditing;

namespace NlSql.Cli.Commands;

/// <summary><c>audit</c>: the trail as JSON lines, for whoever may read DATA_PATH.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only what was done at this time or later, for instance 2026-11-01T00:00:00Z." };
        var command = new Command("audit", "Prints the audit trail as JSON lines: who asked, drafted, ran and exported what; never rows.") { since };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                foreach (var line in services.GetRequiredService<AuditTrail>().Read(parsed.GetValue(since)))
                {
                    token.ThrowIfCancellationRequested();
                    await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
                }

                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }
}
