namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>Two runs over the same cases, pair by pair: only cases that one of them has right and the other has not say anything.</summary>
public sealed record EvalComparison
{
    private const double Z = 1.959964;

    /// <summary>Cases that count in both.</summary>
    public int Cases { get; init; }

    /// <summary>Right in both.</summary>
    public int Both { get; init; }

    /// <summary>Right in the first run only.</summary>
    public int OnlyFirst { get; init; }

    /// <summary>Right in the second run only.</summary>
    public int OnlySecond { get; init; }

    /// <summary>Cases that only one of the runs has; they are left out.</summary>
    public int Unpaired { get; init; }

    /// <summary>Share of the second run less that of the first, -1 to 1.</summary>
    public double Difference => Cases == 0 ? 0 : (double)(OnlySecond - OnlyFirst) / Cases;

    /// <summary>95 % interval of the difference: Wald's with half a case added to each kind of pair (Agresti and Min, 2005).</summary>
    public double DifferenceLow => Centre - Half;

    /// <inheritdoc cref="DifferenceLow"/>
    public double DifferenceHigh => Centre + Half;

    /// <summary>
    /// How likely a difference of this size or a larger one is where neither is better: McNemar's test, exact, two-sided. 1 where no case differs.
    /// </summary>
    public double PValue => Exact(OnlyFirst, OnlySecond);

    /// <summary>Cases that changed, those that were lost first.</summary>
    public required IReadOnlyList<ChangedCase> Changed { get; init; }

    private double Centre => (OnlySecond - OnlyFirst) / (Cases + 2d);

    private double Half
    {
        get
        {
            var (lost, won, all) = (OnlyFirst + 0.5, OnlySecond + 0.5, Cases + 2d);
            return Z * Math.Sqrt(lost + won - ((won - lost) * (won - lost) / all)) / all;
        }
    }

    /// <summary>Pairs the outcomes by id.</summary>
    public static EvalComparison Of(IReadOnlyList<EvalOutcome> first, IReadOnlyList<EvalOutcome> second)
    {
        var others = Counted(second).ToDictionary(outcome => outcome.Id, StringComparer.Ordinal);
        var pairs = Counted(first).Where(outcome => others.ContainsKey(outcome.Id)).Select(outcome => (First: outcome, Second: others[outcome.Id])).ToList();
        return new EvalComparison
        {
            Cases = pairs.Count,
            Both = pairs.Count(pair => pair.First.IsCorrect && pair.Second.IsCorrect),
            OnlyFirst = pairs.Count(pair => pair.First.IsCorrect && !pair.Second.IsCorrect),
            OnlySecond = pairs.Count(pair => !pair.First.IsCorrect && pair.Second.IsCorrect),
            Unpaired = Counted(first).Count() + others.Count - (2 * pairs.Count),
            Changed =
            [
                .. pairs.Where(pair => pair.First.IsCorrect != pair.Second.IsCorrect)
                    .OrderBy(pair => pair.Second.IsCorrect)
                    .Select(pair => new ChangedCase(
                        pair.First.Id, pair.First.Question, pair.First.Verdict, pair.Second.Verdict, pair.First.Sql, pair.Second.Sql)),
            ],
        };

        static IEnumerable<EvalOutcome> Counted(IEnumerable<EvalOutcome> outcomes) => outcomes.Where(outcome => outcome.Verdict != EvalVerdict.GoldFailed);
    }

    /// <summary>Twice the smaller tail of a fair coin, at most 1.</summary>
    private static double Exact(int a, int b)
    {
        var count = a + b;
        var term = Math.Pow(0.5, count);
        if (term <= 0)
        {
            return Normal(a, b);
        }

        var tail = 0d;
        for (var k = 0; k <= Math.Min(a, b); k++)
        {
            tail += term;
            term *= (double)(count - k) / (k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>For more pairs than the powers of a half reach (over a thousand): the normal distribution, by Abramowitz and Stegun 7.1.26.</summary>
    private static double Normal(int a, int b)
    {
        var x = Math.Max(0, Math.Abs(a - b) - 1) / Math.Sqrt(a + b) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        var series = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t;
        return series * Math.Exp(-x * x);
    }
}

/// <summary>A case that one run has right and the other has not.</summary>
public sealed record ChangedCase(string Id, string? Question, EvalVerdict First, EvalVerdict Second, string? FirstSql, string? SecondSql);
