namespace NlSql.Cli.Output;

/// <summary>Work that goes on, in one line on standard error that is taken away when it ends. Reports may come from several threads.</summary>
/// <param name="words">By how many reports there were, and the last of them.</param>
/// <param name="at">Null for standard error.</param>
internal sealed class CountedProgress<T>(Func<int, T, string> words, ProgressLine? at = null) : IProgress<T>, IDisposable
{
    private readonly ProgressLine line = at ?? new ProgressLine(Console.Error);
    private int done;

    public void Report(T value) => line.Show(words(Interlocked.Increment(ref done), value));

    /// <summary>Before anything else is written, so that no half of a line stands before it.</summary>
    public void Dispose() => line.Clear();
}
