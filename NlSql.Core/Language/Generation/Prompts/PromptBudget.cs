using System.Text;
using NlSql.Core.Language.Prompting;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Leaves out what matters least until the rest fits: old turns; then tables of which no word speaks are told in one line, then those that only join; then
/// columns that retrieval did not name, then the lines of the rest, then named columns from the lowest score up, then tables from the last one up, then the
/// other turns. Key columns stay with their table, and the first table stays.
/// </summary>
internal sealed class PromptBudget
{
    private const int RecentTurns = 2;

    /// <summary>More names than these are counted.</summary>
    private const int NamesTold = 12;

    private readonly List<TableText> tables;
    private readonly List<(PriorTurn Turn, string Text, int Tokens)> turns;
    private readonly HashSet<TableText> shortened = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TableText> dropped = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ColumnText> droppedColumns = new(ReferenceEqualityComparer.Instance);
    private int droppedTurns;
    private int tokens;

    public PromptBudget(List<TableText> tables, IReadOnlyList<PriorTurn> history)
    {
        this.tables = tables;
        turns = [.. history.Select(turn => (turn, Text(turn), TokenEstimate.Of(Text(turn))))];
        tokens = tables.Sum(table => table.AllTokens) + turns.Sum(turn => turn.Tokens);
        shortened.UnionWith(tables.Where(table => table.IsOnlyShort));
    }

    /// <summary>Estimated tokens of what is still in.</summary>
    public int Tokens => tokens;

    /// <summary>Leaves out until at most <paramref name="limit"/> tokens are left, or nothing more can go.</summary>
    public void Fit(int limit)
    {
        foreach (var drop in InOrder())
        {
            if (tokens <= limit)
            {
                return;
            }

            drop();
        }
    }

    public string Schema()
    {
        var text = new StringBuilder();
        var there = tables.Where(table => !dropped.Contains(table)).OrderBy(table => table.Place).ToList();
        foreach (var table in there.Where(table => !shortened.Contains(table)))
        {
            text.Append(table.Header);
            foreach (var column in table.Columns.Where(column => !droppedColumns.Contains(column)))
            {
                text.Append(column.Line);
            }

            text.Append(table.Footer);
        }

        var others = there.Where(shortened.Contains).ToList();
        if (others.Count > 0)
        {
            text.Append("-- Further tables, in short; they may be used as well:\n").AppendJoin(string.Empty, others.Select(table => table.Short));
        }

        return text.ToString().TrimEnd();
    }

    public string History() => string.Join("\n\n", turns.Skip(droppedTurns).Select(turn => turn.Text));

    /// <summary>What was left out, as one sentence; null when all is in.</summary>
    public string? Dropped()
    {
        List<string> parts = [];
        if (droppedTurns > 0)
        {
            parts.Add(FormattableString.Invariant($"{droppedTurns} earlier question{(droppedTurns == 1 ? "" : "s")}"));
        }

        var columns = tables.Where(table => !dropped.Contains(table) && !shortened.Contains(table))
            .Select(table => (table.Name, Count: table.Columns.Count(droppedColumns.Contains)))
            .Where(table => table.Count > 0)
            .ToList();
        if (columns.Count > 0)
        {
            parts.Add(FormattableString.Invariant($"{columns.Sum(table => table.Count)} columns of {Names(columns.Select(table => table.Name))}"));
        }

        if (dropped.Count > 0)
        {
            parts.Add($"the tables {Names(tables.Where(dropped.Contains).Select(table => table.Name))}");
        }

        var cut = tables.Where(table => shortened.Contains(table) && !table.IsOnlyShort && !dropped.Contains(table)).Select(table => table.Name).ToList();
        if (cut.Count > 0)
        {
            parts.Add($"all but the names of the columns of {Names(cut)}");
        }

        return parts.Count == 0 ? null : $"Left out of the prompt for lack of room (LLM_CONTEXT_TOKENS): {string.Join("; ", parts)}.";
    }

    private static string Names(IEnumerable<RelationName> names)
    {
        var all = names.ToList();
        var more = all.Count > NamesTold ? FormattableString.Invariant($" and {all.Count - NamesTold} more") : string.Empty;
        return string.Join(", ", all.Take(NamesTold)) + more;
    }

    private IEnumerable<Action> InOrder()
    {
        for (var i = 0; i < turns.Count - RecentTurns; i++)
        {
            yield return DropTurn;
        }

        var others = tables.Where(table => table.Need != TableNeed.Found).Reverse().ToList();
        foreach (var table in others)
        {
            yield return () => Shorten(table);
        }

        var columns = tables.SelectMany((table, rank) => table.Columns.Where(column => !column.IsKey).Select((column, place) => (table, column, rank, place)))
            .Where(c => !shortened.Contains(c.table))
            .OrderBy(c => c.column.Score).ThenByDescending(c => c.rank).ThenByDescending(c => c.place)
            .ToLookup(c => c.column.Score > 0, c => c.column);
        foreach (var column in columns[false])
        {
            yield return () => DropColumn(column);
        }

        foreach (var table in others)
        {
            yield return () => DropTable(table);
        }

        foreach (var column in columns[true])
        {
            yield return () => DropColumn(column);
        }

        foreach (var table in tables.Skip(1).Where(table => table.Need == TableNeed.Found).Reverse())
        {
            yield return () => DropTable(table);
        }

        for (var i = Math.Max(0, turns.Count - RecentTurns); i < turns.Count; i++)
        {
            yield return DropTurn;
        }
    }

    private void DropTurn() => tokens -= turns[droppedTurns++].Tokens;

    private void DropColumn(ColumnText column)
    {
        droppedColumns.Add(column);
        tokens -= column.Tokens;
    }

    private void Shorten(TableText table)
    {
        var full = WrittenOut(table);
        if (table.ShortTokens < full && shortened.Add(table))
        {
            tokens += table.ShortTokens - full;
        }
    }

    private void DropTable(TableText table)
    {
        if (table != tables[0] && dropped.Add(table))
        {
            tokens -= shortened.Contains(table) ? table.ShortTokens : WrittenOut(table);
        }
    }

    private int WrittenOut(TableText table) => table.FrameTokens + table.Columns.Where(column => !droppedColumns.Contains(column)).Sum(column => column.Tokens);

    private static string Text(PriorTurn turn) => $"Question: {turn.Question}\nSQL: {turn.Sql}";
}
