namespace NlSql.Core.Turns.Evaluation;

/// <summary>Takes a part of many cases that stands for all of them, the same one every time.</summary>
public static class CaseSample
{
    /// <summary>
    /// <paramref name="count"/> cases at even steps through all of them, sorted by kind of gold query, database and id, in that order; all where there are no
    /// more. Cases that follow another one keep it: it is taken along, beyond the count.
    /// </summary>
    public static IReadOnlyList<EvalCase> Take(IReadOnlyList<EvalCase> cases, int count)
    {
        if (count >= cases.Count)
        {
            return cases;
        }

        var sorted = cases.Where(item => item.Follows is null)
            .OrderBy(item => item.Structure, StringComparer.Ordinal)
            .ThenBy(item => item.Db, StringComparer.Ordinal)
            .ThenBy(item => item.Id, StringComparer.Ordinal)
            .Concat(cases.Where(item => item.Follows is not null))
            .ToList();
        var step = (double)sorted.Count / count;
        var taken = Enumerable.Range(0, count).Select(place => sorted[(int)((place + 0.5) * step)].Id).ToHashSet(StringComparer.Ordinal);
        var before = cases.ToLookup(item => item.Id, item => item.Follows, StringComparer.Ordinal);
        for (var open = new Queue<string>(taken); open.TryDequeue(out var id);)
        {
            foreach (var earlier in before[id].OfType<string>().Where(taken.Add))
            {
                open.Enqueue(earlier);
            }
        }

        return [.. cases.Where(item => taken.Contains(item.Id))];
    }
}
