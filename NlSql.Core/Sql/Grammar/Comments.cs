using System.Text;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// libpg_query keeps comments as tokens, and its parser, which looks one token ahead after NOT, NULLS, WITH and FORMAT, stumbles over one that stands
/// there: <c>a NOT /* x */ LIKE b</c>. PostgreSQL itself reads a comment as a space.
/// </summary>
internal static class Comments
{
    /// <summary>No operator begins so.</summary>
    public static bool Is(SourceText source, SqlToken token) =>
        source.Text.AsSpan(token.Start, token.Length) is var text && (text.StartsWith("--") || text.StartsWith("/*"));

    /// <summary>The same text with spaces in the place of comments, every byte where it was; null when it has none.</summary>
    public static SourceText? Blanked(SourceText source)
    {
        if (source.Utf8.IndexOf("--"u8) < 0 && source.Utf8.IndexOf("/*"u8) < 0)
        {
            return null;
        }

        var text = new StringBuilder(source.Text.Length);
        var end = 0;
        foreach (var token in PostgresGrammar.Scan(source).Where(token => Is(source, token)))
        {
            text.Append(source.Text, end, token.Start - end);
            text.Append(' ', Encoding.UTF8.GetByteCount(source.Text.AsSpan(token.Start, token.Length)));
            end = token.Start + token.Length;
        }

        return end == 0 ? null : SourceText.From(text.Append(source.Text, end, source.Text.Length - end).ToString());
    }
}
