using System.IO.Compression;
using System.Text;

namespace NlSql.Core.Foundation.Texts;

/// <summary>Long texts that repeat themselves, as prompts do, in a fraction of their room (Brotli over UTF-8).</summary>
internal static class SqueezedText
{
    /// <summary>Bytes that expand to more are not what was squeezed here.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    public static byte[] Squeeze(string text)
    {
        using var squeezed = new MemoryStream();
        using (var brotli = new BrotliStream(squeezed, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return squeezed.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> for bytes that are damaged, or far too many.</summary>
    public static string Expand(byte[] squeezed)
    {
        using var brotli = new BrotliStream(new MemoryStream(squeezed), CompressionMode.Decompress);
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = brotli.Read(buffer)) > 0;)
            {
                if (text.Length + read > MostBytes)
                {
                    throw new InvalidDataException("The text is longer than any that is kept.");
                }

                text.Write(buffer, 0, read);
            }
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException("The text is damaged.", error);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
