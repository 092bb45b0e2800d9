namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>A share that was counted, with the 95 % interval of Wilson: what the share of all such questions is likely to be.</summary>
/// <param name="Part">Of <paramref name="Whole"/>.</param>
public sealed record Proportion(int Part, int Whole)
{
    /// <summary>Quantile of the normal distribution for 95 %.</summary>
    private const double Z = 1.959964;

    /// <summary>0 to 1; 0 where nothing was counted.</summary>
    public double Share => Whole == 0 ? 0 : (double)Part / Whole;

    /// <summary>Lower end, 0 to 1; with <see cref="High"/> the whole range where nothing was counted.</summary>
    public double Low => Whole == 0 ? 0 : Math.Max(0, Middle - Half);

    /// <summary>Upper end, 0 to 1.</summary>
    public double High => Whole == 0 ? 1 : Math.Min(1, Middle + Half);

    private double Middle => (Share + (Z * Z / (2 * Whole))) / (1 + (Z * Z / Whole));

    private double Half => Z / (1 + (Z * Z / Whole)) * Math.Sqrt((Share * (1 - Share) / Whole) + (Z * Z / (4d * Whole * Whole)));

    /// <summary><c>30 of 104 (28.8 %; 21.0 to 38.2)</c></summary>
    public override string ToString() => Whole == 0
        ? "none"
        : FormattableString.Invariant($"{Part:N0} of {Whole:N0} ({Share * 100:F1} %; {Low * 100:F1} to {High * 100:F1})");
}
