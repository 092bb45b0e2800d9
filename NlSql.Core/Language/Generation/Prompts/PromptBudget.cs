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

    private readonly List<TableText> _tables;
    private readonly List<(PriorTurn Turn, string Text, int Tokens)> _turns;
    private readonly HashSet<TableText> _droppedTables = [];
    private readonly HashSet<ColumnText> _droppedColumns = new(ReferenceEqualityComparer.Instance);
    private int _droppedTurns;
    private int _tokens;

    public PromptBudget(List<TableText> tables, IReadOnlyList<PriorTurn> history)
    {
        _tables = tables;
        _turns = [.. history.Select(turn => (turn, Text(turn), TokenEstimate.Of(Text(turn))))];
        _tokens = tables.Sum(table => table.AllTokens) + _turns.Sum(turn => turn.Tokens);
    }

    /// <summary>Estimated tokens of what is still in.</summary>
    public int Tokens => _tokens;

    /// <summary>Leaves out until at most <paramref name="limit"/> tokens are left, or nothing more can go.</summary>
    public void Fit(int limit)
    {
        foreach (var drop in InOrder())
        {
            if (_tokens <= limit)
            {
                return;
            }

            drop();
        }
    }

    public string Schema()
    {
        var text = new StringBuilder();
        foreach (var table in _tables.Where(table => !_droppedTables.Contains(table)).OrderBy(table => table.Place))
        {
            text.Append(table.Header);
            foreach (var column in table.Columns.Where(column => !_droppedColumns.Contains(column)))
            {
                text.Append(column.Line);
            }

            text.Append(table.Footer);
        }

        return text.ToString().TrimEnd();
    }

    public string History() => string.Join("\n\n", _turns.Skip(_droppedTurns).Select(turn => turn.Text));

    /// <summary>What was left out, as one sentence; null when all is in.</summary>
    public string? Dropped()
    {
        List<string> parts = [];
        if (_droppedTurns > 0)
        {
            parts.Add(FormattableString.Invariant($"{_droppedTurns} earlier question{(_droppedTurns == 1 ? "" : "s")}"));
        }

        var columns = _tables.Where(table => !_droppedTables.Contains(table))
            .Select(table => (table.Name, Count: table.Columns.Count(_droppedColumns.Contains)))
            .Where(table => table.Count > 0)
            .ToList();
        if (columns.Count > 0)
        {
            parts.Add(FormattableString.Invariant($"{columns.Sum(table => table.Count)} columns of {string.Join(", ", columns.Select(table => table.Name))}"));
        }

        if (_droppedTables.Count > 0)
        {
            parts.Add($"the tables {string.Join(", ", _tables.Where(_droppedTables.Contains).Select(table => table.Name))}");
        }

        return parts.Count == 0 ? null : $"Left out of the prompt for lack of room (LLM_CONTEXT_TOKENS): {string.Join("; ", parts)}.";
    }

    private IEnumerable<Action> InOrder()
    {
        for (var i = 0; i < _turns.Count - RecentTurns; i++)
        {
            yield return DropTurn;
        }

        var columns = _tables.SelectMany((table, rank) => table.Columns.Where(column => !column.IsKey).Select((column, place) => (column, rank, place))).ToList();
        foreach (var (column, _, _) in columns.OrderBy(c => c.column.Score).ThenByDescending(c => c.rank).ThenByDescending(c => c.place))
        {
            yield return () => DropColumn(column);
        }

        foreach (var table in _tables.Skip(1).Reverse().OrderByDescending(table => table.OnlyJoins))
        {
            yield return () => DropTable(table);
        }

        for (var i = Math.Max(0, _turns.Count - RecentTurns); i < _turns.Count; i++)
        {
            yield return DropTurn;
        }
    }

    private void DropTurn() => _tokens -= _turns[_droppedTurns++].Tokens;

    private void DropColumn(ColumnText column)
    {
        _droppedColumns.Add(column);
        _tokens -= column.Tokens;
    }

    private void DropTable(TableText table)
    {
        _droppedTables.Add(table);
        _tokens -= table.Tokens + table.Columns.Where(column => !_droppedColumns.Contains(column)).Sum(column => column.Tokens);
    }

    private static string Text(PriorTurn turn) => $"Question: {turn.Question}\nSQL: {turn.Sql}";
}
