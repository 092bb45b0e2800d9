using System.Text;
using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Turns.Pipeline.Drafting;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Core.Turns.Pipeline.Recording;

/// <summary>
/// What a record keeps of a text that is too much to be read as SQL: its beginning. Anybody may send such texts again and again, and nothing
/// can be done with one.
/// </summary>
internal static class KeptSql
{
    /// <summary>UTF-16 characters.</summary>
    public const int Longest = QuestionCheck.MaxLength;

    /// <summary>A comment without an end, on a line of its own: whatever stands before it, the cut text is no statement that could run by mistake.</summary>
    private const string Mark = "\n/* The rest was too much to be kept.";

    /// <summary>The text, or its beginning where more than the guard looks at was sent.</summary>
    public static string Of(string sql) => Encoding.UTF8.GetByteCount(sql) > PostgresGrammar.MaxBytes ? Beginning(sql) : sql;

    /// <summary>As it is kept with the guard's word on it.</summary>
    public static SqlVersion With(SqlVersion version, GuardRefusal? refusal)
    {
        if (refusal is not { Rule: GuardRules.TooLong or GuardRules.TooSlow })
        {
            return version with { Refusal = refusal };
        }

        var kept = Beginning(version.Sql);
        var isShown = refusal.Start + (refusal.Length ?? 0) <= kept.Length;
        return version with { Sql = kept, Refusal = isShown ? refusal : refusal with { Start = null, Length = null } };
    }

    /// <summary>Whether <paramref name="kept"/> is what is kept of <paramref name="sql"/>, before or after the guard's word.</summary>
    public static bool IsOf(string kept, string sql) =>
        string.Equals(kept, sql, StringComparison.Ordinal) || (sql.Length > Longest && string.Equals(kept, Beginning(sql), StringComparison.Ordinal));

    private static string Beginning(string sql) => Excerpt.Of(sql, Longest, Mark);
}
