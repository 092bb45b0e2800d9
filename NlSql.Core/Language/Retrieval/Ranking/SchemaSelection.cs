namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>Takes the best tables and puts each bridge right behind the table that needs it.</summary>
internal static class SchemaSelection
{
    public static IReadOnlyList<RankedTable> Choose(IReadOnlyList<RankedTable> ranked, IReadOnlyList<Bridge> bridges, int limit)
    {
        var chosen = new List<RankedTable>(limit);
        var taken = new HashSet<int>();
        foreach (var table in ranked)
        {
            if (chosen.Count >= limit)
            {
                break;
            }

            if (taken.Add(table.Table))
            {
                chosen.Add(table);
            }

            foreach (var bridge in bridges)
            {
                if (bridge.For == table.Table && chosen.Count < limit && taken.Add(bridge.Table))
                {
                    chosen.Add(new RankedTable(bridge.Table, table.Score));
                }
            }
        }

        return chosen;
    }
}
