
namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Finds conditions that no single row can meet together, so that each must speak of a row of its own.</summary>
internal static class Contradiction
{
    /// <summary>Sets of conditions that one row can meet, in the order of the question.</summary>
    public static IEnumerable<List<Condition>> Split(IReadOnlyList<Condition> conditions)
    {
        var sets = new List<List<Condition>>();
        foreach (var condition in conditions)
        {
            if (sets.Count == 0 || sets[^1].Exists(c => IsBetween(c, condition)))
            {
                sets.Add([]);
            }

            sets[^1].Add(condition);
        }

        return sets;
    }

    public static bool IsBetween(Condition a, Condition b) => a.Negation == 0 && b.Negation == 0 && (a, b) switch
    {
        (OneOfCondition x, OneOfCondition y) => x.Column == y.Column && !x.Values.Select(v => v.Text).Intersect(y.Values.Select(v => v.Text)).Any(),
        (DateCondition x, DateCondition y) => x.Column == y.Column && (x.Range.To <= y.Range.From || y.Range.To <= x.Range.From),
        (CompareCondition { Right: NumberOperand n } x, CompareCondition { Right: NumberOperand m } y) =>
            x.Left == y.Left && IsApart(x.Operator, n.Value, y.Operator, m.Value),
        _ => false,
    };

    private static bool IsApart(Comparison x, decimal n, Comparison y, decimal m) => (x, y) switch
    {
        (Comparison.Equal, Comparison.Equal) => n != m,
        (Comparison.Greater or Comparison.GreaterOrEqual or Comparison.Equal, Comparison.Less or Comparison.LessOrEqual or Comparison.Equal) =>
            IsEmpty(n, m, x, y),
        (Comparison.Less or Comparison.LessOrEqual or Comparison.Equal, Comparison.Greater or Comparison.GreaterOrEqual or Comparison.Equal) =>
            IsEmpty(m, n, y, x),
        _ => false,
    };

    /// <summary>Nothing lies above <paramref name="low"/> and below <paramref name="high"/>.</summary>
    private static bool IsEmpty(decimal low, decimal high, Comparison above, Comparison below) =>
        low > high || (low == high && (above == Comparison.Greater || below == Comparison.Less));
}
