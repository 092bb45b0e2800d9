namespace NlSql.Core.Language.Prompting;

/// <summary>
/// Estimates tokens without a tokenizer. Byte-pair vocabularies of today's models need about one token per 3.5 characters of SQL
/// and English and up to one per character of other scripts; the estimate is meant to err on the high side.
/// </summary>
internal static class TokenEstimate
{
    private const double AsciiPerToken = 3.3;

    public static int Of(ReadOnlySpan<char> text)
    {
        var wide = 0;
        foreach (var c in text)
        {
            wide += c > '\x7f' ? 1 : 0;
        }

        return (int)Math.Ceiling(((text.Length - wide) / AsciiPerToken) + wide);
    }
}
