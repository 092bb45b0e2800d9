using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Serving;

namespace NlSql.Cli.Output;

/// <summary>A failure in two lines: what is wrong, what to do.</summary>
internal static class FailureText
{
    /// <summary>Whether somebody looks for a fault in NlSql itself and wants stack traces.</summary>
    public static bool TracesAreWanted { get; } = LogLevels.OfEnvironment(LogLevel.Error) == LogLevel.Trace;

    /// <summary>What nobody foresaw, in one line; with LOG_LEVEL=Trace the stack trace as well.</summary>
    public static void Write(Exception unforeseen, TextWriter writer) => writer.WriteLine(TracesAreWanted
        ? $"Something went wrong inside NlSql: {unforeseen}"
        : $"Something went wrong inside NlSql: {Brief(unforeseen)} LOG_LEVEL=Trace shows where.");

    /// <summary>The kind of an exception and its message, on one line.</summary>
    public static string Brief(Exception exception) => Printable.Line($"{exception.GetType().Name}: {exception.Message}");

    public static void Write(PipelineFailure failure, TextWriter writer)
    {
        writer.WriteLine(Printable.Text(failure.Message));
        if (failure.Advice is { Length: > 0 } advice)
        {
            writer.WriteLine(Printable.Text(advice));
        }
    }
}
