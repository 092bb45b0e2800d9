namespace NlSql.Cli.Output;

/// <summary>One line on standard error that is overwritten as work goes on; silent when that is no terminal.</summary>
/// <param name="isTerminal">Null to look.</param>
internal sealed class ProgressLine(TextWriter writer, bool? isTerminal = null)
{
    private const string EraseLine = "\r\u001b[K";

    private readonly bool active =
        isTerminal ?? (!Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    public void Show(string message)
    {
        if (active)
        {
            writer.Write(EraseLine + Printable.Line(message));
        }
    }

    public void Clear()
    {
        if (active)
        {
            writer.Write(EraseLine);
        }
    }
}
