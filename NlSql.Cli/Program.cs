using System.CommandLine;
using NlSql.Cli.Commands;
using NlSql.Core.Foundation.Failures;

var root = new RootCommand("Asks a PostgreSQL database in plain words. Results go to standard output, progress to standard error.")
{
    AskCommand.Create(),
    SqlCommand.Create(),
    RunCommand.Create(),
    SearchCommand.Create(),
    IndexCommand.Create(),
    GuardCommand.Create(),
    EvalCommand.Create(),
    DoctorCommand.Create(),
};

var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) })
    .ConfigureAwait(false);
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
