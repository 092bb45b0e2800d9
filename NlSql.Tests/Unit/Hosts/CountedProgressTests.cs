using NlSql.Cli.Output;

namespace NlSql.Tests.Unit.Hosts;

/// <summary>The line that counts on a terminal, and that it is gone before anything else is written.</summary>
public sealed class CountedProgressTests
{
    private const string Erase = "\r\u001b[K";

    [Fact]
    public void Reports_AreCountedInOneLineThatIsTakenAway()
    {
        using var terminal = new StringWriter();

        using (var progress = new CountedProgress<string>((done, last) => $"{done}: {last}", new ProgressLine(terminal, isTerminal: true)))
        {
            progress.Report("a");
            progress.Report("b");
        }

        Assert.Equal($"{Erase}1: a{Erase}2: b{Erase}", terminal.ToString());
    }

    [Fact]
    public void Work_ThatFails_LeavesNoHalfLine()
    {
        using var terminal = new StringWriter();

        void Work()
        {
            using var progress = new CountedProgress<string>((done, _) => $"{done}", new ProgressLine(terminal, isTerminal: true));
            progress.Report("a");
            throw new InvalidOperationException();
        }

        Assert.Throws<InvalidOperationException>(Work);
        Assert.EndsWith(Erase, terminal.ToString(), StringComparison.Ordinal);
    }
}
