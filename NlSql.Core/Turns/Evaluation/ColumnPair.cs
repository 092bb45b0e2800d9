namespace NlSql.Core.Turns.Evaluation;

/// <summary>A gold and a predicted column whose values were given common numbers, numbers within the tolerance of each other the same one.</summary>
internal sealed class ColumnPair
{
    private const double RelativeTolerance = 1e-6;
    private const double AbsoluteTolerance = 1e-9;

    private ColumnPair(int[] gold, int[] predicted)
    {
        Gold = gold;
        Predicted = predicted;
        HasSameBag = gold.Length == predicted.Length && gold.Order().SequenceEqual(predicted.Order());
        HasSameSet = HasSameBag || gold.ToHashSet().SetEquals(predicted);
    }

    public int[] Gold { get; }

    public int[] Predicted { get; }

    public bool HasSameBag { get; }

    public bool HasSameSet { get; }

    public static ColumnPair Of(IReadOnlyList<object?> gold, IReadOnlyList<object?> predicted)
    {
        var classes = new Dictionary<object, int>();
        var next = 1;
        double? last = null;
        foreach (var number in gold.Concat(predicted).OfType<double>().Distinct().Order())
        {
            if (last is { } before && !AreNear(before, number))
            {
                next++;
            }

            classes[number] = next;
            last = number;
        }

        next++;
        return new ColumnPair([.. gold.Select(Class)], [.. predicted.Select(Class)]);

        int Class(object? value)
        {
            if (value is null)
            {
                return 0;
            }

            if (!classes.TryGetValue(value, out var found))
            {
                classes[value] = found = next++;
            }

            return found;
        }
    }

    private static bool AreNear(double a, double b) =>
        a.Equals(b) || Math.Abs(a - b) <= Math.Max(RelativeTolerance * Math.Max(Math.Abs(a), Math.Abs(b)), AbsoluteTolerance);
}
