namespace NlSql.Core.Language.Generation;

/// <summary>Passages between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, which are no part of a model's answer. They may span lines.</summary>
internal sealed class Thoughts
{
    private const string Begin = "<think>";
    private const string End = "</think>";

    /// <summary>True while a passage goes on beyond the lines read.</summary>
    public bool AreOpen { get; private set; }

    /// <summary>What the line says behind any number of passages; null when it is all thought.</summary>
    /// <param name="mayBegin">False inside a statement, where the words are the statement's.</param>
    public string? CutFrom(string line, bool mayBegin)
    {
        for (var at = 0; ;)
        {
            if (AreOpen)
            {
                if (line.IndexOf(End, at, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var end))
                {
                    return null;
                }

                at = end + End.Length;
                AreOpen = false;
            }

            var rest = line.AsSpan(at).TrimStart();
            if (!mayBegin || !rest.StartsWith(Begin, StringComparison.OrdinalIgnoreCase))
            {
                return line[at..];
            }

            at = line.Length - rest.Length + Begin.Length;
            AreOpen = true;
        }
    }
}
