using System.CommandLine;
using System.Text.Json;
using NlSql.Cli.Doctor;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Turns.Answers;

namespace NlSql.Cli.Commands;

/// <summary><c>doctor</c>: one line a check, with what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Checks settings, storage, native parts, database, role, index and model, and says what to do.") { json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var findings = new List<Finding>();
                await foreach (var finding in new Examination(services).RunAsync(token).ConfigureAwait(false))
                {
                    findings.Add(finding);
                    if (!parsed.GetValue(json))
                    {
                        Write(finding);
                    }
                }

                if (parsed.GetValue(json))
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(findings, AnswerJson.Indented));
                }

                return findings.FirstOrDefault(finding => finding.Grade == Grade.Failed)?.ExitCode ?? ExitCodes.Ok;
            },
            cancellationToken,
            checkSettings: false,
            withHost: true));
        return command;
    }

    private static void Write(Finding finding)
    {
        var grade = finding.Grade switch
        {
            Grade.Ok => "ok",
            Grade.Warning => "warning",
            _ => "FAILED",
        };
        Console.Out.WriteLine(Printable.Line($"{grade,-8} {finding.Subject,-9} {finding.Text}"));
        if (finding.Advice is { Length: > 0 } advice)
        {
            foreach (var line in advice.Split('\n'))
            {
                Console.Out.WriteLine(Printable.Line($"{"",-18} -> {line}"));
            }
        }
    }
}
