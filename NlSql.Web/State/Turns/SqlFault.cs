using NlSql.Core.Foundation.Failures;

namespace NlSql.Web.State.Turns;

/// <summary>Where in a typed statement the database finds a fault.</summary>
/// <param name="Start">UTF-16 offset.</param>
/// <param name="Length">UTF-16 length.</param>
/// <param name="Message">What is wrong there, for people.</param>
public sealed record SqlFault(int Start, int Length, string Message)
{
    /// <summary>
    /// The database was given the statement as the guard prints it, and counts in that; in what was typed the name it means is found by its text. Null where
    /// it says no place, or the name stands there more than once.
    /// </summary>
    public static SqlFault? In(string typed, string sent, PipelineFailure failure)
    {
        if (failure.Position is not { } from || from < 0 || from >= sent.Length)
        {
            return null;
        }

        var to = from;
        while (to < sent.Length && (char.IsLetterOrDigit(sent[to]) || sent[to] is '_' or '.'))
        {
            to++;
        }

        var name = sent[from..to];
        var found = name.Length == 0 ? -1 : typed.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return found < 0 || typed.IndexOf(name, found + 1, StringComparison.OrdinalIgnoreCase) >= 0
            ? null
            : new SqlFault(found, name.Length, failure.Message);
    }
}
