namespace NlSql.Core.Foundation.Texts;

/// <param name="Kind"><c>same</c>, <c>added</c> or <c>removed</c>.</param>
public sealed record DiffLine(string Kind, string Text)
{
    /// <summary>As it is set before the line.</summary>
    public string Sign => Kind switch { "added" => "+", "removed" => "−", _ => " " };
}

/// <summary>Which lines differ, by the longest common subsequence.</summary>
public static class LineDiff
{
    /// <summary>Lines compared at most on each side; the rest counts as replaced.</summary>
    private const int Limit = 600;

    /// <summary>Every line of both, in order.</summary>
    public static IReadOnlyList<DiffLine> Between(string before, string after)
    {
        var old = Lines(before);
        var now = Lines(after);
        if (old.Length > Limit || now.Length > Limit)
        {
            return [.. old.Select(line => new DiffLine("removed", line)), .. now.Select(line => new DiffLine("added", line))];
        }

        // common[i, j]: length of the longest common subsequence of old[i..] and now[j..].
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<DiffLine>();
        var (a, b) = (0, 0);
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b])
            {
                lines.Add(new DiffLine("same", old[a]));
                a++;
                b++;
            }
            else if (b >= now.Length || (a < old.Length && common[a + 1, b] >= common[a, b + 1]))
            {
                lines.Add(new DiffLine("removed", old[a++]));
            }
            else
            {
                lines.Add(new DiffLine("added", now[b++]));
            }
        }

        return lines;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
