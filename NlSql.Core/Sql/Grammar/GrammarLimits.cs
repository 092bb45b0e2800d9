namespace NlSql.Core.Sql.Grammar;

/// <summary>What one text may cost. All of it is enforced by Wasmtime, whatever the module does.</summary>
internal sealed record GrammarLimits
{
    /// <summary>For tests of the time limit alone: none.</summary>
    public static readonly TimeSpan NoDeadline = TimeSpan.FromDays(1);

    /// <summary>
    /// Stack of the module in bytes, taken from the calling thread's, of which .NET gives 1.5 MB. Enough for every tree that
    /// the reader of trees takes, with much to spare for whoever called.
    /// </summary>
    public int StackBytes { get; init; } = 512 << 10;

    /// <summary>The module's whole memory in bytes. It begins with 128 MiB of addresses, of which only what it touches is real.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Wall time for a short text; each KiB of text adds a millisecond, because an honest statement of 1 MiB takes 100 to 400 ms on a busy
    /// machine. What it is there for grows with the square: 500,000 comments opened one within the other would take minutes.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many texts are read at a time; others wait. More than there are cores to work on them would only take memory.</summary>
    public int Instances { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>How many of these may hold a text above <see cref="LargeBytes"/>: large ones cannot take every place.</summary>
    public int LargeInstances { get; init; } = 2;

    /// <summary>Texts above this many UTF-8 bytes are large.</summary>
    public int LargeBytes { get; init; } = 64 << 10;

    /// <summary>How long a text waits for a place. It holds a thread of the pool meanwhile, which others need.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The time that a text of so many bytes may take.</summary>
    public TimeSpan For(int bytes) => Deadline + TimeSpan.FromMilliseconds(bytes >> 10);
}
