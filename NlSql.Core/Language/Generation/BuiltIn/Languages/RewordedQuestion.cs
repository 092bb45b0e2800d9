namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>One word of the grammar's language and the words of the user that it stands for.</summary>
/// <param name="Start">UTF-16 offset in what the user wrote.</param>
internal sealed record RewordedWord(string Text, int Start, int End);

/// <summary>A question in words of the grammar's language, each of which knows the user's own.</summary>
internal sealed class RewordedQuestion
{
    private readonly string said;
    private readonly List<(int Start, RewordedWord Word)> words = [];

    public RewordedQuestion(string said, IEnumerable<RewordedWord> reworded)
    {
        this.said = said;
        var text = new System.Text.StringBuilder();
        foreach (var word in reworded)
        {
            text.Append(text.Length > 0 ? " " : "");
            words.Add((text.Length, word));
            text.Append(word.Text);
        }

        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>The user's own words for a phrase of <see cref="Text"/>; null where that does not occur.</summary>
    public string? SaidFor(string phrase)
    {
        for (var at = 0; phrase.Length > 0 && (at = Text.IndexOf(phrase, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + phrase.Length;
            if ((at == 0 || !char.IsLetterOrDigit(Text[at - 1])) && (end == Text.Length || !char.IsLetterOrDigit(Text[end])))
            {
                return Said(words.Where(w => w.Start < end && w.Start + w.Word.Text.Length > at).Select(w => w.Word));
            }
        }

        return null;
    }

    /// <summary>The words of the grammar for a stretch of what the user wrote, as a stretch of <see cref="Text"/>; null for none.</summary>
    public (int Start, int Length)? At(int start, int length)
    {
        var inside = words.Where(w => w.Word.Start < start + length && w.Word.End > start).ToList();
        return inside.Count == 0 ? null : (inside[0].Start, inside[^1].Start + inside[^1].Word.Text.Length - inside[0].Start);
    }

    /// <summary>Each stretch once, in the order in which the user wrote them; what stands together stays together.</summary>
    private string Said(IEnumerable<RewordedWord> from)
    {
        var parts = new List<(int Start, int End)>();
        foreach (var word in from.OrderBy(w => w.Start).ThenBy(w => w.End))
        {
            if (parts.Count > 0 && (word.Start <= parts[^1].End || string.IsNullOrWhiteSpace(said[parts[^1].End..word.Start])))
            {
                parts[^1] = (parts[^1].Start, Math.Max(parts[^1].End, word.End));
            }
            else
            {
                parts.Add((word.Start, word.End));
            }
        }

        return string.Join(' ', parts.Select(p => said[p.Start..p.End]));
    }
}
