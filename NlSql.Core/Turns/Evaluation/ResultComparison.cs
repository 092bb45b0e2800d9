namespace NlSql.Core.Turns.Evaluation;

/// <summary>
/// Whether a result answers the same question as the gold one. Columns are matched by their values, not by name or place; rows are a bag,
/// or a sequence when the case says that order matters.
/// </summary>
internal static class ResultComparison
{
    /// <summary>Assignments of columns that are tried; results with many equal columns have more than anybody would wait for.</summary>
    private const int MaxAssignments = 20_000;

    /// <summary>Exact, Subset, SetOnly or Wrong.</summary>
    public static EvalVerdict Compare(ResultTable gold, ResultTable predicted, bool ordered)
    {
        if (predicted.Columns < gold.Columns)
        {
            return EvalVerdict.Wrong;
        }

        var best = gold.Rows == 0 || predicted.Rows == 0
            ? (gold.Rows == predicted.Rows ? EvalVerdict.Exact : EvalVerdict.Wrong)
            : new Search(gold, predicted, ordered).Run();
        return best == EvalVerdict.Exact && predicted.Columns > gold.Columns ? EvalVerdict.Subset : best;
    }

    /// <summary>Backtracking over the ways to give each gold column a predicted one of its own, the most constrained column first.</summary>
    private sealed class Search(ResultTable gold, ResultTable predicted, bool ordered)
    {
        private readonly List<(int Column, ColumnPair Pair)>[] candidates = new List<(int, ColumnPair)>[gold.Columns];
        private readonly ColumnPair[] chosen = new ColumnPair[gold.Columns];
        private int[] order = [];
        private int left = MaxAssignments;
        private EvalVerdict best = EvalVerdict.Wrong;

        public EvalVerdict Run()
        {
            for (var g = 0; g < gold.Columns; g++)
            {
                candidates[g] =
                [
                    .. Enumerable.Range(0, predicted.Columns)
                        .Select(p => (p, ColumnPair.Of(gold.Column(g), predicted.Column(p))))
                        .Where(c => c.Item2.HasSameSet)
                        .OrderBy(c => !c.Item2.HasSameBag),
                ];
                if (candidates[g].Count == 0)
                {
                    return EvalVerdict.Wrong;
                }
            }

            order = [.. Enumerable.Range(0, gold.Columns).OrderBy(g => candidates[g].Count)];
            Try(0, []);
            return best;
        }

        private void Try(int depth, HashSet<int> used)
        {
            if (left <= 0 || best == EvalVerdict.Exact)
            {
                return;
            }

            if (depth == order.Length)
            {
                left--;
                var verdict = CompareRows();
                best = verdict < best ? verdict : best;
                return;
            }

            foreach (var (column, pair) in candidates[order[depth]])
            {
                if (used.Add(column))
                {
                    chosen[order[depth]] = pair;
                    Try(depth + 1, used);
                    used.Remove(column);
                }
            }
        }

        private EvalVerdict CompareRows()
        {
            var a = Rows(gold.Rows, pair => pair.Gold);
            var b = Rows(predicted.Rows, pair => pair.Predicted);
            if (ordered)
            {
                return a.SequenceEqual(b, StringComparer.Ordinal) ? EvalVerdict.Exact
                    : a.Distinct(StringComparer.Ordinal).SequenceEqual(b.Distinct(StringComparer.Ordinal), StringComparer.Ordinal) ? EvalVerdict.SetOnly
                    : EvalVerdict.Wrong;
            }

            if (a.Length == b.Length && a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                return EvalVerdict.Exact;
            }

            return a.ToHashSet(StringComparer.Ordinal).SetEquals(b) ? EvalVerdict.SetOnly : EvalVerdict.Wrong;
        }

        /// <summary>Each row as one string of its class numbers, one character pair each: cheap to hash and to compare.</summary>
        private string[] Rows(int count, Func<ColumnPair, int[]> side)
        {
            var columns = Array.ConvertAll(chosen, pair => side(pair));
            var rows = new string[count];
            for (var row = 0; row < count; row++)
            {
                rows[row] = string.Create(columns.Length * 2, (columns, row), static (text, state) =>
                {
                    for (var i = 0; i < state.columns.Length; i++)
                    {
                        var value = state.columns[i][state.row];
                        text[i * 2] = (char)(value >> 16);
                        text[(i * 2) + 1] = (char)value;
                    }
                });
            }

            return rows;
        }
    }
}
