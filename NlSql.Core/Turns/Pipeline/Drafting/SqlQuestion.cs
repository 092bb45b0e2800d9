using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Turns.Pipeline.Drafting;

/// <summary>Decides whether what was asked is SQL already. The parser has the word; the first word only spares it most questions.</summary>
internal static class SqlQuestion
{
    private static readonly HashSet<string> FirstWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "CREATE", "ALTER", "DROP",
        "GRANT", "REVOKE", "BEGIN", "COMMIT", "ROLLBACK", "SET", "DO", "CALL", "LOCK", "VACUUM",
    };

    public static bool Is(string question, ISqlGuard guard, GuardScope scope)
    {
        var text = question.AsSpan().TrimStart();
        var isCommented = text.StartsWith("--") || text.StartsWith("/*");
        if (!isCommented)
        {
            text = text.TrimStart('(').TrimStart();
            var end = 0;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
            {
                end++;
            }

            if (!FirstWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..end]))
            {
                return false;
            }
        }

        return guard.Check(question, scope) is GuardApproval or GuardRefusal { Rule: not (GuardRules.Syntax or GuardRules.Busy) };
    }
}
