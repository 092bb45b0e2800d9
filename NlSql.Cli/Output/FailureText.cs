using NlSql.Core.Foundation.Failures;

namespace NlSql.Cli.Output;

/// <summary>A failure in two lines: what is wrong, what to do.</summary>
internal static class FailureText
{
    public static void Write(PipelineFailure failure, TextWriter writer)
    {
        writer.WriteLine(Printable.Text(failure.Message));
        if (failure.Advice is { Length: > 0 } advice)
        {
            writer.WriteLine(Printable.Text(advice));
        }
    }
}
