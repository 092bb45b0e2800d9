namespace NlSql.Core.Language.Schema.Keys;

/// <summary>
/// Pairs of tables that no key joins and that have exactly one column of the same name and type, whose name says what it identifies (<c>city_name</c>, not
/// <c>name</c>). Neither side is known to be unique: good enough to mend a join that somebody else meant, not to think of one.
/// </summary>
internal static class SharedColumns
{
    /// <summary>A name that so many tables have tells nothing of each two.</summary>
    private const int MostOwners = 20;
    private const double Confidence = 0.3;

    public static IEnumerable<KeyEdge> Find(IReadOnlyList<TableNode> tables, IReadOnlyList<KeyEdge> known)
    {
        var joined = known.SelectMany(e => new[] { (e.Many, e.One), (e.One, e.Many) }).ToHashSet();
        var pairs = tables.SelectMany(t => t.Columns)
            .Where(Identifies)
            .GroupBy(c => (c.Info.Name, c.Info.Kind))
            .Select(g => g.ToList())
            .Where(g => g.Count is > 1 and <= MostOwners)
            .SelectMany(g => g.SelectMany((left, i) => g.Skip(i + 1).Select(right => (Left: left, Right: right))))
            .GroupBy(p => (p.Left.Table, p.Right.Table));
        foreach (var pair in pairs.Where(p => !joined.Contains(p.Key)))
        {
            if (pair.Take(2).ToList() is [var (left, right)])
            {
                var reason = $"Not declared: {left} and {right} are the only columns of one name that the two tables share.";
                yield return new KeyEdge(left.Table, [left], right.Table, [right], new KeyEvidence(false, Confidence, reason) { IsPairing = true });
            }
        }
    }

    private static bool Identifies(ColumnNode column) =>
        column.Words.Count > 1 && (KeyWords.IsEnding(column.Words[^1]) || column.Words[^1] == "name");
}
