namespace NlSql.Core.Foundation.Texts;

/// <summary>The beginning of a text that may be of any length.</summary>
public static class Excerpt
{
    /// <summary>
    /// The text itself when it fits; else what fits with <paramref name="mark"/> at its end, never with half a character before it.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">UTF-16 characters of the answer at most; more than the mark has.</param>
    /// <param name="mark">Says that something was left out.</param>
    public static string Of(string text, int longest, string mark = "…")
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = longest - mark.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), mark);
    }
}
