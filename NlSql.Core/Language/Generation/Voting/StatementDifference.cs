using NlSql.Core.Foundation.Texts;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Generation.Voting;

/// <summary>How one statement differs from another, in words: the clauses that it has and the other has not.</summary>
internal static class StatementDifference
{
    private const int MostLines = 2;
    private const int LongestLine = 90;

    /// <summary><c>with "WHERE berths &gt; 100", without "GROUP BY town"</c>; empty where laid out they are the same.</summary>
    public static string Of(string sql, string other)
    {
        var formatter = new SqlFormatter();
        var lines = LineDiff.Between(formatter.Format(other), formatter.Format(sql));
        return string.Join(", ", ((string[])[Words("with", "added"), Words("without", "removed")]).Where(words => words.Length > 0));

        string Words(string word, string kind)
        {
            var own = lines.Where(line => line.Kind == kind).Select(line => line.Text.Trim()).Where(text => text.Length > 0).ToList();
            var shown = string.Join(" and ", own.Take(MostLines).Select(text => $"\"{Excerpt.Of(text, LongestLine)}\""));
            return own.Count == 0 ? "" : $"{word} {shown}{(own.Count > MostLines ? " and more" : "")}";
        }
    }
}
