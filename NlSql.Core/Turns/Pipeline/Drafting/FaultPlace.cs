namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Shows where in a statement a fault is: <c>... FROM sales.orders WHERE >>>stat&lt;&lt;&lt; = 'new' ...</c>.</summary>
internal static class FaultPlace
{
    /// <summary>Characters on each side.</summary>
    private const int Around = 60;

    /// <param name="start">UTF-16 offset; null where nothing is known.</param>
    /// <param name="length">UTF-16 length; null for the word that begins there.</param>
    public static string? In(string sql, int? start, int? length)
    {
        if (start is not { } from || from < 0 || from >= sql.Length)
        {
            return null;
        }

        var to = from + Math.Clamp(length ?? 0, 0, sql.Length - from);
        if (length is null)
        {
            to = from + 1;
            while (to < sql.Length && (char.IsLetterOrDigit(sql[to]) || sql[to] is '_' or '.' or '"'))
            {
                to++;
            }
        }

        var (left, right) = (Math.Max(0, from - Around), Math.Min(sql.Length, to + Around));
        return $"{(left > 0 ? "... " : "")}{sql[left..from]}>>>{sql[from..to]}<<<{sql[to..right]}{(right < sql.Length ? " ..." : "")}";
    }
}
