using System.Text;
using NlSql.Core.Language.Prompting;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Leaves out what matters least until the rest fits: old turns, then columns that retrieval did not name, then named
/// columns from the lowest score up, then tables from the last one up, then the other turns. Key columns stay with their table, and the first table stays.
/// </summary>
internal sealed class PromptBudget
{
    private const int RecentTurns = 2;

    private readonly List<TableText> tables;
    private readonly List<(PriorTurn Turn, string Text, int Tokens)> turns;
    private readonly HashSet<TableText> droppedTables = [];
    private readonly HashSet<ColumnText> droppedColumns = new(ReferenceEqualityComparer.Instance);
    private int droppedTurns;
    private int tokens;

    public PromptBudget(List<TableText> tables, IReadOnlyList<PriorTurn> history)
    {
        this.tables = tables;
        turns = [.. history.Select(turn => (turn, Text(turn), TokenEstimate.Of(Text(turn))))];
        tokens = tables.Sum(table => table.AllTokens) + turns.Sum(turn => turn.Tokens);
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
        foreach (var table in tables.Where(table => !droppedTables.Contains(table)).OrderBy(table => table.Place))
        {
            text.Append(table.Header);
            foreach (var column in table.Columns.Where(column => !droppedColumns.Contains(column)))
            {
                text.Append(column.Line);
            }

            text.Append(table.Footer);
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

        var columns = tables.Where(table => !droppedTables.Contains(table))
            .Select(table => (table.Name, Count: table.Columns.Count(droppedColumns.Contains)))
            .Where(table => table.Count > 0)
            .ToList();
        if (columns.Count > 0)
        {
            parts.Add(FormattableString.Invariant($"{columns.Sum(table => table.Count)} columns of {string.Join(", ", columns.Select(table => table.Name))}"));
        }

        if (droppedTables.Count > 0)
        {
            parts.Add($"the tables {string.Join(", ", tables.Where(droppedTables.Contains).Select(table => table.Name))}");
        }

        return parts.Count == 0 ? null : $"Left out of the prompt for lack of room (LLM_CONTEXT_TOKENS): {string.Join("; ", parts)}.";
    }

    private IEnumerable<Action> InOrder()
    {
        for (var i = 0; i < turns.Count - RecentTurns; i++)
        {
            yield return DropTurn;
        }

        var columns = tables.SelectMany((table, rank) => table.Columns.Where(column => !column.IsKey).Select((column, place) => (column, rank, place)))
            .ToList();
        foreach (var (column, _, _) in columns.OrderBy(c => c.column.Score).ThenByDescending(c => c.rank).ThenByDescending(c => c.place))
        {
            yield return () => DropColumn(column);
        }

        foreach (var table in tables.Skip(1).Reverse().OrderByDescending(table => table.OnlyJoins))
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

    private void DropTable(TableText table)
    {
        droppedTables.Add(table);
        tokens -= table.Tokens + table.Columns.Where(column => !droppedColumns.Contains(column)).Sum(column => column.Tokens);
    }

    private static string Text(PriorTurn turn) => $"Question: {turn.Question}\nSQL: {turn.Sql}";
}
