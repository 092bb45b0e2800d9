using System.Text;
using NlSql.Core.Language.Prompting;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Leaves out what matters least until the rest fits: old turns; then tables of which no word speaks are told in one line, then those that only join; then of
/// columns that retrieval did not name no more than the name is told; then the lines of the rest go, then those names, then the lines of tables that join,
/// then named columns from the lowest score up, then tables from the last one up, then the other turns. Key columns stay with their table, and the first
/// table stays.
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
    private readonly HashSet<ColumnText> named = new(ReferenceEqualityComparer.Instance);
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
            text.Append(table.Header).AppendJoin(string.Empty, table.Columns.Where(IsWritten).Select(column => column.Line));
            var names = table.Columns.Where(column => named.Contains(column) && !droppedColumns.Contains(column)).Select(column => PromptName.Of(column.Name));
            if (string.Join(", ", names) is { Length: > 0 } others)
            {
                text.Append("  -- further columns: ").Append(others).Append('\n');
            }

            text.Append(table.Footer);
        }

        var lines = there.Where(shortened.Contains).ToList();
        if (lines.Count > 0)
        {
            text.Append("-- Further tables, in short; they may be used as well:\n").AppendJoin(string.Empty, lines.Select(table => table.Short));
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>What is in, in the catalog's order.</summary>
    public IReadOnlyList<PromptTable> Tables() =>
    [
        .. tables.Where(table => !dropped.Contains(table)).OrderBy(table => table.Place).Select(table => new PromptTable(
            table.Name,
            shortened.Contains(table)
                ? table.ShortColumns
                : [.. table.Columns.Where(column => !droppedColumns.Contains(column)).Select(column => column.Name)])),
    ];

    /// <summary>Nothing of the tables was left out or shortened.</summary>
    public bool IsWhole => dropped.Count == 0 && shortened.Count == 0 && named.Count == 0 && droppedColumns.Count == 0;

    public string History() => string.Join("\n\n", turns.Skip(droppedTurns).Select(turn => turn.Text));

    /// <summary>What was left out, as one sentence; null when all is in.</summary>
    public string? Dropped()
    {
        List<string> parts = [];
        if (droppedTurns > 0)
        {
            parts.Add(FormattableString.Invariant($"{droppedTurns} earlier question{(droppedTurns == 1 ? "" : "s")}"));
        }

        var written = tables.Where(table => !dropped.Contains(table) && !shortened.Contains(table)).ToList();
        Tell("", droppedColumns.Contains);
        if (dropped.Count > 0)
        {
            parts.Add($"the tables {Names(tables.Where(dropped.Contains))}");
        }

        var cut = tables.Where(table => shortened.Contains(table) && !table.IsOnlyShort && !dropped.Contains(table)).ToList();
        if (cut.Count > 0)
        {
            parts.Add($"all but the names of the columns of {Names(cut)}");
        }

        Tell("all but the names of ", column => named.Contains(column) && !droppedColumns.Contains(column));
        return parts.Count == 0 ? null : $"Left out of the prompt for lack of room (LLM_CONTEXT_TOKENS): {string.Join("; ", parts)}.";

        void Tell(string what, Func<ColumnText, bool> isMeant)
        {
            if (written.Where(table => table.Columns.Any(isMeant)).ToList() is { Count: > 0 } of)
            {
                parts.Add(FormattableString.Invariant($"{what}{of.Sum(table => table.Columns.Count(isMeant))} columns of {Names(of)}"));
            }
        }
    }

    private static string Names(IEnumerable<TableText> of)
    {
        var all = of.Select(table => table.Name).ToList();
        var more = all.Count > NamesTold ? FormattableString.Invariant($" and {all.Count - NamesTold} more") : string.Empty;
        return string.Join(", ", all.Take(NamesTold)) + more;
    }

    private bool IsWritten(ColumnText column) => !named.Contains(column) && !droppedColumns.Contains(column);

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
            .ToLookup(c => c.column.Score > 0);
        foreach (var (_, column, _, place) in columns[false])
        {
            yield return place < SchemaText.ShortColumns ? () => Name(column) : () => DropColumn(column);
        }

        foreach (var table in others.Where(table => table.Need >= TableNeed.Rest))
        {
            yield return () => DropTable(table);
        }

        foreach (var (_, column, _, _) in columns[false])
        {
            yield return () => DropColumn(column);
        }

        foreach (var table in others)
        {
            yield return () => DropTable(table);
        }

        foreach (var (_, column, _, _) in columns[true])
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

    private void Name(ColumnText column)
    {
        if (named.Add(column))
        {
            tokens += column.NameTokens - column.Tokens;
        }
    }

    private void DropColumn(ColumnText column)
    {
        if (!droppedColumns.Contains(column))
        {
            tokens -= TokensOf(column);
            droppedColumns.Add(column);
        }
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

    private int WrittenOut(TableText table) => table.FrameTokens + table.Columns.Sum(TokensOf);

    private int TokensOf(ColumnText column) => droppedColumns.Contains(column) ? 0 : named.Contains(column) ? column.NameTokens : column.Tokens;

    private static string Text(PriorTurn turn) => $"Question: {turn.Question}\nSQL: {turn.Sql}";
}
