using System.Collections.Frozen;
using System.Text;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Patterns of MySQL's <c>date_format</c> and SQLite's <c>strftime</c> in the words of PostgreSQL's <c>to_char</c>.</summary>
internal static class DatePattern
{
    /// <summary>Parts that both know by one meaning.</summary>
    private static readonly FrozenDictionary<char, string> Common = new Dictionary<char, string>
    {
        ['Y'] = "YYYY", ['m'] = "MM", ['d'] = "DD", ['H'] = "HH24", ['S'] = "SS", ['j'] = "DDD",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> MySql = new Dictionary<char, string>
    {
        ['y'] = "YY", ['c'] = "FMMM", ['e'] = "FMDD", ['i'] = "MI", ['s'] = "SS", ['M'] = "FMMonth", ['b'] = "Mon", ['W'] = "FMDay", ['a'] = "Dy",
        ['T'] = "HH24:MI:SS",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> Sqlite = new Dictionary<char, string>
    {
        ['M'] = "MI", ['F'] = "YYYY-MM-DD", ['T'] = "HH24:MI:SS", ['R'] = "HH24:MI",
    }.ToFrozenDictionary();

    /// <summary>Null when the pattern has a part that is not known here: a wrong text would look like an answer.</summary>
    public static string? Translate(string function, string pattern)
    {
        var own = function == "date_format" ? MySql : Sqlite;
        var translated = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                // Letters are patterns to to_char unless they stand in quotes.
                translated.Append(char.IsLetter(pattern[i]) ? $"\"{pattern[i]}\"" : pattern[i] is '"' or '\\' ? $"\\{pattern[i]}" : pattern[i].ToString());
            }
            else if (++i < pattern.Length && (Common.TryGetValue(pattern[i], out var part) || own.TryGetValue(pattern[i], out part)))
            {
                translated.Append(part);
            }
            else
            {
                return null;
            }
        }

        return translated.ToString();
    }
}
