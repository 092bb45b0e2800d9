namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>What the confidence of answers is worth: how many of those that were given with it are right.</summary>
public sealed record Calibration
{
    private const int Bands = 10;

    /// <summary>A tenth of the scale each, from the lowest; bands without answers are left out.</summary>
    public required IReadOnlyList<CalibrationBand> ByBand { get; init; }

    /// <summary>Answers that came with a confidence.</summary>
    public int Answers { get; init; }

    /// <summary>Mean square of confidence less outcome (0 or 1): 0 is best, 0.25 what one half for everything gives.</summary>
    public double Brier { get; init; }

    /// <summary>Mean distance between a band's mean confidence and its share of right answers, weighted by its answers.</summary>
    public double ExpectedError { get; init; }

    /// <summary>Null where no answer came with a confidence.</summary>
    public static Calibration? Of(IEnumerable<EvalOutcome> outcomes)
    {
        var answers = outcomes.Where(outcome => outcome is { IsAnswered: true, Confidence: not null, Verdict: not EvalVerdict.GoldFailed })
            .Select(outcome => (Confidence: outcome.Confidence!.Value, outcome.IsCorrect))
            .ToList();
        if (answers.Count == 0)
        {
            return null;
        }

        var bands = answers.GroupBy(answer => Math.Clamp((int)(answer.Confidence * Bands), 0, Bands - 1))
            .OrderBy(band => band.Key)
            .Select(band => new CalibrationBand(
                (double)band.Key / Bands,
                (double)(band.Key + 1) / Bands,
                band.Average(answer => answer.Confidence),
                new Proportion(band.Count(answer => answer.IsCorrect), band.Count())))
            .ToList();
        return new Calibration
        {
            ByBand = bands,
            Answers = answers.Count,
            Brier = answers.Average(answer => Math.Pow(answer.Confidence - (answer.IsCorrect ? 1 : 0), 2)),
            ExpectedError = bands.Sum(band => Math.Abs(band.Mean - band.Right.Share) * band.Right.Whole) / answers.Count,
        };
    }
}

/// <param name="From">Lower end of the confidence, 0 to 1.</param>
/// <param name="To">Upper end.</param>
/// <param name="Mean">Mean confidence of the answers in it.</param>
public sealed record CalibrationBand(double From, double To, double Mean, Proportion Right);
