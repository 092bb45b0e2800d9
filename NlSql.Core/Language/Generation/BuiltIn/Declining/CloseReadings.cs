using NlSql.Core.Language.Generation.BuiltIn.Assembly;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Scoring;

namespace NlSql.Core.Language.Generation.BuiltIn.Declining;

/// <summary>
/// Asks back where a question that would be declined has two readings that are likely and differ in what one phrase of it means. The options are the
/// question in other words, of which the translator has tried that each is read as the one that it stands for.
/// </summary>
internal static class CloseReadings
{
    /// <summary>Readings below were hardly right on questions of ours: docs/benchmarks.md.</summary>
    private const double Least = 0.85;
    private const double Close = 0.03;

    /// <param name="readAs">What the translator reads a question as, in words; null where it is not sure.</param>
    /// <returns>Null where nothing can be asked.</returns>
    public static Clarification? Of(
        Compositions composed, PreparedQuestion question, Func<string, string?> readAs)
    {
        if (composed.Best is not { Score: >= Least } best)
        {
            return null;
        }

        var text = FrameText.Of(best.Read.Answer);
        var other = composed.Ranked.Skip(1).FirstOrDefault(r => r.Score >= Math.Max(Least, best.Score - Close) && FrameText.Of(r.Read.Answer) != text
            && Differences(best.Read, r.Read) is [var (a, b)] && AreAlike(a, b));
        if (other is null || Differences(best.Read, other.Read) is not [var (first, second)])
        {
            return null;
        }

        var said = (Start: question.Tokens[first.At.First].Start, question.Tokens[first.At.End - 1].End);
        var options = new[] { (first, best.Read), (second, other.Read) }
            .Select(o => Wordings(o.Item1.Meaning, question.Text[said.Start..said.End], question.Schema)
                .Select(w => string.Concat(question.Text.AsSpan(0, said.Start), w, question.Text.AsSpan(said.End)))
                .FirstOrDefault(w => readAs(w) == FrameText.Of(o.Item2.Answer)))
            .OfType<string>()
            .ToList();
        return options.Count < 2 ? null : new Clarification(
            $"“{question.Text[said.Start..said.End]}” can mean {Difference(text, FrameText.Of(other.Read.Answer))}. Which one is meant?",
            options);
    }

    /// <summary>Phrases that the two take for different things.</summary>
    private static List<(ReadWord First, ReadWord Second)> Differences(ReadAnswer a, ReadAnswer b) =>
        [.. a.Words.Where(w => w.At.Count > 0).Select(w => (w, b.Words.FirstOrDefault(o => o.At == w.At && o.Meaning != w.Meaning)!))
            .Where(p => p.Item2 is not null && !b.Words.Any(o => o.At == p.w.At && o.Meaning == p.w.Meaning)).DistinctBy(p => p.w.At)];

    /// <summary>Two columns, or two tables: a thing and what it is called are one and the same to whoever asks.</summary>
    private static bool AreAlike(ReadWord a, ReadWord b) =>
        a.Meaning.Contains('.', StringComparison.Ordinal) == b.Meaning.Contains('.', StringComparison.Ordinal);

    /// <summary>What the texts do not have in common, with "or" between.</summary>
    private static string Difference(string a, string b)
    {
        var (one, two) = (a.Split(' '), b.Split(' '));
        var most = Math.Min(one.Length, two.Length) - 1;
        var start = 0;
        while (start < most && one[start] == two[start])
        {
            start++;
        }

        var end = 0;
        while (end < most - start && one[^(end + 1)] == two[^(end + 1)])
        {
            end++;
        }

        return $"{string.Join(' ', one[start..^end]).Trim(',')} or {string.Join(' ', two[start..^end]).Trim(',')}";
    }

    /// <summary>Other words for what a phrase was taken for, plain ones first.</summary>
    /// <param name="meaning">A table, or a column with its table.</param>
    private static IEnumerable<string> Wordings(string meaning, string said, SchemaModel schema)
    {
        if (schema.Tables.SelectMany(t => t.Columns).FirstOrDefault(c => c.ToString() == meaning) is { } column)
        {
            yield return string.Join(' ', column.Table.Words.Concat(column.OwnWords));
            yield return string.Join(' ', column.OwnWords);
            foreach (var role in schema.Joins.EdgesOf(column.Table).Where(e => e.ManyColumns.Contains(column)))
            {
                yield return $"{string.Join(' ', role.RoleWords)} {said}";
            }
        }

        yield return meaning;
    }
}
