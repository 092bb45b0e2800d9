namespace NlSql.Core.Sql.Grammar;

/// <summary>What makes a text dear: most of it takes PostgreSQL's scanner time that grows with the square of the text.</summary>
internal enum Cost
{
    /// <summary>Comments opened one within the other.</summary>
    NestedComments,

    /// <summary>Comments opened one after the other without a space between.</summary>
    ChainedComments,

    /// <summary>A run of operator characters that is longer than an operator's name may be.</summary>
    LongOperator,

    /// <summary>More words and signs than there is time to read, judge and print.</summary>
    ManyWords,
}

/// <param name="Cost">What was found.</param>
/// <param name="Start">UTF-8 offset.</param>
/// <param name="Length">UTF-8 length.</param>
internal readonly record struct CostlyPlace(Cost Cost, int Start, int Length);

/// <summary>
/// One linear look at a text before the grammar reads it. It steps over quoted texts and names, dollar quotes and comments as PostgreSQL's
/// <c>scan.l</c> does; where it is unsure it finds nothing, for the deadline is behind it.
/// </summary>
internal static class CostlyText
{
    /// <summary>Comments within comments, and comments without a space between.</summary>
    public const int MostComments = 100;

    /// <summary>NAMEDATALEN - 1: PostgreSQL has no longer operator.</summary>
    public const int LongestOperator = 63;

    /// <summary>
    /// Words, numbers, texts and signs; commas only where nothing stands between them. Each takes up to
    /// 6 microseconds and 1 KB from the grammar to the printed text; half as many again would come to more than 250 ms.
    /// </summary>
    public const int MostWords = 30_000;

    /// <summary>Null for nearly every text.</summary>
    public static CostlyPlace? Find(ReadOnlySpan<byte> sql)
    {
        var at = 0;
        var opened = -1;
        var chain = 0;
        var words = 0;
        var isAfterComma = false;
        while (at < sql.Length)
        {
            if (words > MostWords)
            {
                return new(Cost.ManyWords, at, sql.Length - at);
            }

            var rest = sql[at..];
            if (rest.StartsWith("--"u8))
            {
                at = EndOfLine(sql, at);
            }
            else if (rest.StartsWith("/*"u8))
            {
                if (PastComment(sql, ref at, ref opened, ref chain) is { } costly)
                {
                    return costly;
                }
            }
            else if (IsOperator(rest[0]))
            {
                var start = at;
                while (at < sql.Length && IsOperator(sql[at]) && !sql[at..].StartsWith("--"u8) && !sql[at..].StartsWith("/*"u8))
                {
                    at++;
                }

                words++;
                isAfterComma = false;
                if (at - start > LongestOperator)
                {
                    return new(Cost.LongOperator, start, at - start);
                }
            }
            else
            {
                if (rest[0] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
                {
                    words += rest[0] == ',' && !isAfterComma ? 0 : 1;
                    isAfterComma = rest[0] == ',';
                }

                at = PastWord(sql, at);
            }
        }

        return null;
    }

    /// <summary>
    /// The first place at least so many bytes behind the start of a token where no quoted text, name or comment is open, so that what lies between can be
    /// cut into tokens by itself; the text's end when there is none.
    /// </summary>
    public static int Boundary(ReadOnlySpan<byte> sql, int start, int least)
    {
        var at = start;
        var (opened, chain) = (-1, 0);
        while (at < sql.Length && at < start + least)
        {
            if (sql[at..].StartsWith("--"u8))
            {
                at = EndOfLine(sql, at);
            }
            else if (!sql[at..].StartsWith("/*"u8))
            {
                at = PastWord(sql, at);
            }
            else if (PastComment(sql, ref at, ref opened, ref chain) is not null)
            {
                return sql.Length;
            }
        }

        return at;
    }

    private static CostlyPlace? PastComment(ReadOnlySpan<byte> sql, ref int at, ref int opened, ref int chain)
    {
        var depth = 0;
        do
        {
            var step = sql[at..].IndexOfAny((byte)'/', (byte)'*');
            if (step < 0)
            {
                at = sql.Length;
                return null;
            }

            at += step;
            if (sql[at..].StartsWith("/*"u8))
            {
                depth++;
                chain = opened >= 0 && AreOperators(sql[opened..at]) ? chain + 1 : 1;
                opened = at;
                if (depth > MostComments || chain > MostComments)
                {
                    return new(depth > MostComments ? Cost.NestedComments : Cost.ChainedComments, at, 2);
                }

                at += 2;
            }
            else if (sql[at..].StartsWith("*/"u8))
            {
                depth--;
                at += 2;
            }
            else
            {
                at++;
            }
        }
        while (depth > 0);
        return null;
    }

    /// <summary>Past a quoted text or name, a dollar quote, a word or a number; past one byte of anything else.</summary>
    private static int PastWord(ReadOnlySpan<byte> sql, int at)
    {
        switch (sql[at])
        {
            case (byte)'\'':
                return PastQuoted(sql, at, (byte)'\'', escapes: false);
            case (byte)'"':
                return PastQuoted(sql, at, (byte)'"', escapes: false);
            case (byte)'$':
                return PastDollarQuoted(sql, at);
        }

        var end = at;
        while (end < sql.Length && IsWord(sql[end]))
        {
            end++;
        }

        return end == at ? at + 1
            : end == at + 1 && sql[at] is (byte)'e' or (byte)'E' && end < sql.Length && sql[end] == '\'' ? PastQuoted(sql, end, (byte)'\'', escapes: true)
            : end;
    }

    private static int PastQuoted(ReadOnlySpan<byte> sql, int at, byte quote, bool escapes)
    {
        at++;
        while (at < sql.Length)
        {
            var step = escapes ? sql[at..].IndexOfAny(quote, (byte)'\\') : sql[at..].IndexOf(quote);
            if (step < 0)
            {
                return sql.Length;
            }

            at += step + 1;
            if (sql[at - 1] != quote || (at < sql.Length && sql[at] == quote))
            {
                at++;
            }
            else if (!escapes || ContinuedAt(sql, at) is not { } again)
            {
                return at;
            }
            else
            {
                at = again + 1;
            }
        }

        return sql.Length;
    }

    /// <summary><c>E'a'</c>, a line's end, <c>'b'</c> is one text, with backslashes in both parts.</summary>
    private static int? ContinuedAt(ReadOnlySpan<byte> sql, int at)
    {
        var line = false;
        while (at < sql.Length)
        {
            if (sql[at..].StartsWith("--"u8))
            {
                at = EndOfLine(sql, at);
            }
            else if (sql[at] is (byte)' ' or (byte)'\t' or (byte)'\f' or (byte)'\v' or (byte)'\n' or (byte)'\r')
            {
                line |= sql[at] is (byte)'\n' or (byte)'\r';
                at++;
            }
            else
            {
                return line && sql[at] == '\'' ? at : null;
            }
        }

        return null;
    }

    private static int PastDollarQuoted(ReadOnlySpan<byte> sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && IsWord(sql[end]) && sql[end] != '$')
        {
            end++;
        }

        if (end == sql.Length || sql[end] != '$' || char.IsAsciiDigit((char)sql[at + 1]))
        {
            return at + 1;
        }

        var mark = sql[at..(end + 1)];
        var close = sql[(end + 1)..].IndexOf(mark);
        return close < 0 ? sql.Length : end + 1 + close + mark.Length;
    }

    private static int EndOfLine(ReadOnlySpan<byte> sql, int at)
    {
        var step = sql[at..].IndexOfAny((byte)'\n', (byte)'\r');
        return step < 0 ? sql.Length : at + step;
    }

    private static bool AreOperators(ReadOnlySpan<byte> sql)
    {
        foreach (var sign in sql)
        {
            if (!IsOperator(sign))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOperator(byte sign) => "~!@#^&|`?+-*/%<>="u8.Contains(sign);

    private static bool IsWord(byte sign) => sign >= 0x80 || sign is (byte)'_' or (byte)'$' || char.IsAsciiLetterOrDigit((char)sign);
}
