using System.Text;

namespace NlSql.Core.Language.Generation.Answers;

/// <summary>
/// Passages between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> and the like, which are no part of a model's answer. They may span lines; what they say is
/// kept aside.
/// </summary>
internal sealed class Thoughts
{
    /// <summary>Characters that are kept.</summary>
    public const int Longest = 20_000;

    private static readonly string[] Names = ["think", "thinking", "thought", "reasoning"];

    private readonly StringBuilder text = new();
    private string open = "";

    /// <summary>True while a passage goes on beyond the lines read.</summary>
    public bool AreOpen => open.Length > 0;

    /// <summary>What was thought so far; empty when nothing was.</summary>
    public string Text => text.ToString().Trim();

    /// <summary>What the line says behind any number of passages; null when it is all thought.</summary>
    /// <param name="mayBegin">False inside a statement, where the words are the statement's.</param>
    public string? CutFrom(string line, bool mayBegin)
    {
        for (var at = 0; ;)
        {
            if (AreOpen)
            {
                var end = line.IndexOf($"</{open}>", at, StringComparison.OrdinalIgnoreCase);
                Keep(end < 0 ? line[at..] + "\n" : line[at..end]);
                if (end < 0)
                {
                    return null;
                }

                at = end + open.Length + 3;
                open = "";
            }

            var rest = line.AsSpan(at).TrimStart();
            if (!mayBegin || !rest.StartsWith("<") || Beginning(rest) is not { } name)
            {
                return line[at..];
            }

            at = line.Length - rest.Length + name.Length + 2;
            open = name;
        }
    }

    /// <summary>
    /// Where the line goes on behind a closing mark without an opening one, as servers send it that put the opening one into the prompt; null when it
    /// has none.
    /// </summary>
    public int? EndsWithoutBeginning(string line)
    {
        if (AreOpen || !line.Contains("</", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var name in Names)
        {
            if (line.LastIndexOf($"</{name}>", StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                && !line.AsSpan(0, at).Contains($"<{name}>", StringComparison.OrdinalIgnoreCase))
            {
                return at + name.Length + 3;
            }
        }

        return null;
    }

    /// <summary>Takes something as thought that had been read as answer.</summary>
    public void Keep(string thought)
    {
        if (text.Length < Longest)
        {
            text.Append(thought, 0, Math.Min(thought.Length, Longest - text.Length));
        }
    }

    private static string? Beginning(ReadOnlySpan<char> text)
    {
        foreach (var name in Names)
        {
            if (text.Length > name.Length + 1 && text[name.Length + 1] == '>' && text[1..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
