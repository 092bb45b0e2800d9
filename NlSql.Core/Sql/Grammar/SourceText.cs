using System.Text;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// One statement in both encodings: the parser counts UTF-8 bytes and code points, everybody else UTF-16. The only place where
/// one is turned into the other.
/// </summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes of UTF-8 between two places whose UTF-16 offset is kept.</summary>
    private const int Stride = 256;

    private readonly byte[] utf8;

    /// <summary>UTF-16 offsets of every <see cref="Stride"/>th byte, made when the first is asked for.</summary>
    private int[]? marks;

    private SourceText(string text, byte[] utf8)
    {
        Text = text;
        this.utf8 = utf8;
    }

    public string Text { get; }

    public ReadOnlySpan<byte> Utf8 => utf8;

    /// <summary>Bytes that have been counted to answer: each question looks at <see cref="Stride"/> at most, however long the text is.</summary>
    internal long Counted { get; private set; }

    private bool IsAscii => utf8.Length == Text.Length;

    /// <summary>Null when the text has no UTF-8 form (half of a surrogate pair).</summary>
    public static SourceText? From(string text)
    {
        try
        {
            return new SourceText(text, Strict.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>UTF-16 offset of a UTF-8 offset; offsets outside the text are moved to its ends.</summary>
    public int FromUtf8(int offset)
    {
        offset = Math.Clamp(offset, 0, utf8.Length);
        if (IsAscii)
        {
            return offset;
        }

        marks ??= Marks();
        var mark = offset / Stride;
        return marks[mark] + Count(mark * Stride, offset);
    }

    /// <summary>UTF-8 offset of a UTF-16 offset within the text.</summary>
    public int ToUtf8(int offset) => IsAscii ? offset : Encoding.UTF8.GetByteCount(Text.AsSpan(0, offset));

    /// <summary>UTF-16 offset of a 1-based position in code points, as PostgreSQL's errors give it; null for 0.</summary>
    public int? FromCodePoint(int position)
    {
        if (position <= 0)
        {
            return null;
        }

        var offset = 0;
        for (var left = position - 1; left > 0 && offset < Text.Length; left--)
        {
            offset += char.IsHighSurrogate(Text[offset]) && offset + 1 < Text.Length ? 2 : 1;
        }

        return offset;
    }

    private int[] Marks()
    {
        var all = new int[(utf8.Length / Stride) + 1];
        for (var i = 1; i < all.Length; i++)
        {
            all[i] = all[i - 1] + Count((i - 1) * Stride, i * Stride);
        }

        return all;
    }

    /// <summary>UTF-16 units of the characters that begin between two places: four bytes make two, everything else one.</summary>
    private int Count(int from, int to)
    {
        Counted += to - from;
        var units = 0;
        foreach (var sign in utf8.AsSpan(from, to - from))
        {
            units += sign >= 0xF0 ? 2 : (sign & 0xC0) != 0x80 ? 1 : 0;
        }

        return units;
    }
}
