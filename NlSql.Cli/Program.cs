using System.CommandLine;
using NlSql.Cli.Commands;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;

var root = new RootCommand("Asks a PostgreSQL database in plain words. Results go to standard output, progress to standard error.")
{
    AskCommand.Create(),
    SqlCommand.Create(),
    RunCommand.Create(),
    WaterfallCommand.Create(),
    SearchCommand.Create(),
    IndexCommand.Create(),
    GuardCommand.Create(),
    ReplayCommand.Create(),
    EvalCommand.Create(),
    ModelCommand.Create(),
    MemoryCommand.Create(),
    AuditCommand.Create(),
    DoctorCommand.Create(),
};

try
{
    var parsed = root.Parse(args);
    if (Mistyped.Find(parsed) is { } slip)
    {
        await Console.Error.WriteLineAsync(slip).ConfigureAwait(false);
        return ExitCodes.Usage;
    }

    using var hungUp = new CancellationTokenSource();
    using var hangup = Hangup.Listen(hungUp.Cancel);
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
    var code = await parsed.InvokeAsync(invocation, hungUp.Token).ConfigureAwait(false);
    return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
}
catch (Exception exception)
{
    FailureText.Write(exception, Console.Error);
    return ExitCodes.Unexpected;
}
