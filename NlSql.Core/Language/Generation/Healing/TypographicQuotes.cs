using System.Buffers;
using System.Text;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>
/// Quotation marks as people print them, where SQL has straight ones: <c>name = ‘Berlin’</c>. PostgreSQL takes them for letters of a name. Inside of
/// straight quotes they are text and stay.
/// </summary>
internal static class TypographicQuotes
{
    private const string Single = "\u2018\u2019\u201a\u201b\u2032";
    private const string Double = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb";
    private static readonly SearchValues<char> Singles = SearchValues.Create(Single);
    private static readonly SearchValues<char> Doubles = SearchValues.Create(Double);

    /// <summary>The same text where there are none.</summary>
    public static string Straightened(string sql)
    {
        if (sql.AsSpan().IndexOfAny(Singles) < 0 && sql.AsSpan().IndexOfAny(Doubles) < 0)
        {
            return sql;
        }

        var result = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length; i++)
        {
            var kind = Single.Contains(sql[i], StringComparison.Ordinal) ? Single : Double.Contains(sql[i], StringComparison.Ordinal) ? Double : null;
            var end = kind is not null ? sql.AsSpan(i + 1).IndexOfAny(kind == Single ? Singles : Doubles)
                : sql[i] is '\'' or '"' ? sql.AsSpan(i + 1).IndexOf(sql[i])
                : -1;
            if (end < 0)
            {
                result.Append(sql[i]);
                continue;
            }

            var quote = kind is null ? sql[i] : kind == Single ? '\'' : '"';
            var inner = sql.Substring(i + 1, end);
            result.Append(quote).Append(kind is null ? inner : inner.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)).Append(quote);
            i += end + 1;
        }

        return result.ToString();
    }
}
