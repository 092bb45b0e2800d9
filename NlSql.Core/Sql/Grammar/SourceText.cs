using System.Text;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// One statement in both encodings: the parser counts UTF-8 bytes and code points, everybody else UTF-16. The only place where
/// one is turned into the other.
/// </summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] utf8;

    private SourceText(string text, byte[] utf8)
    {
        Text = text;
        this.utf8 = utf8;
    }

    public string Text { get; }

    public ReadOnlySpan<byte> Utf8 => utf8;

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
        return IsAscii ? offset : Encoding.UTF8.GetCharCount(utf8, 0, offset);
    }

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
}
