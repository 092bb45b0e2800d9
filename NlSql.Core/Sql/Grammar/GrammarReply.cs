using System.Text;

namespace NlSql.Core.Sql.Grammar;

/// <summary>One answer of PostgreSQL's parser or scanner.</summary>
/// <param name="Status">What became of the text.</param>
/// <param name="Utf8">
/// JSON when the text could be read and nobody has read that in its place; PostgreSQL's message with <see cref="GrammarStatus.SyntaxError"/>; empty otherwise.
/// </param>
/// <param name="Position">With <see cref="GrammarStatus.SyntaxError"/>: 1-based position in code points, 0 when unknown. 0 otherwise.</param>
internal readonly record struct GrammarReply(GrammarStatus Status, ReadOnlyMemory<byte> Utf8 = default, int Position = 0)
{
    public string Text => Encoding.UTF8.GetString(Utf8.Span);
}

/// <summary>Reads an answer where it lies in the module's memory, which is gone afterwards: megabytes need not be copied out of it.</summary>
/// <param name="json">UTF-8.</param>
internal delegate void AnswerReading(ReadOnlySpan<byte> json);

internal enum GrammarStatus
{
    Ok,

    /// <summary>PostgreSQL refuses the text and says why.</summary>
    SyntaxError,

    /// <summary>The module ran out of stack or failed in itself; it was replaced by a fresh one.</summary>
    Trapped,

    /// <summary>The text took longer than <see cref="GrammarLimits.Deadline"/> allows.</summary>
    TooSlow,

    /// <summary>The text needs more than <see cref="GrammarLimits.MemoryBytes"/>.</summary>
    OutOfMemory,

    /// <summary>More than <see cref="PostgresGrammar.MaxBytes"/>; nobody looked at it.</summary>
    TooLong,

    /// <summary>The text holds a NUL character, which PostgreSQL would take for its end.</summary>
    BadCall,

    /// <summary>All places were taken for longer than <see cref="GrammarLimits.Patience"/>; nobody looked at the text.</summary>
    Busy,
}
