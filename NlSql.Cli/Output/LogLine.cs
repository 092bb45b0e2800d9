using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace NlSql.Cli.Output;

/// <summary>A log entry as one line of standard error; its stack trace only with LOG_LEVEL=Trace.</summary>
internal sealed class LogLine() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "nlsql";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write($"{logEntry.LogLevel}: {logEntry.Category}[{logEntry.EventId.Id}] {Printable.Line(message)}");
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(FailureText.TracesAreWanted ? $"{Environment.NewLine}{exception}" : $" ({FailureText.Brief(exception)})");
        }

        textWriter.WriteLine();
    }
}
