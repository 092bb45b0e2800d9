using System.Globalization;

namespace NlSql.Core.Language.Schema.Routes;

/// <summary>
/// What a join costs on a way. Fewest keys come first; of as many, declared keys before inferred ones, to one row before to many, always filled before
/// sometimes empty, tables that hold something for every row before those that hold it for a few, and ways that go from many to one and back to many last:
/// what stands at their ends is paired at random.
/// </summary>
/// <param name="Explanation">For people: "orders to customers along customer_id, inferred (0.90)".</param>
internal readonly record struct StepCost(double Total, string Explanation)
{
    /// <summary>From one row to many after from many to one.</summary>
    public const double Detour = 0.6;

    private const double Key = 1;
    private const double Inferred = 0.05;
    private const double Doubt = 0.5;
    private const double Several = 0.1;
    private const double Empty = 0.05;
    private const double Uncovered = 0.15;

    /// <summary>Without what depends on the steps before; never less than what <see cref="Of"/> gives.</summary>
    public static double AtLeast(KeyEdge edge, bool isForward) =>
        Key
            + (edge.IsDeclared ? 0 : Inferred + (Doubt * (1 - edge.Evidence.Confidence)))
            + (edge.IsToOneAlong(isForward) ? 0 : Several + (Uncovered * (1 - Coverage(edge))))
            + (edge.IsNullable ? Empty * (1 - (edge.FilledShare ?? 0)) : 0);

    public static bool IsDetour(JoinStep step, bool hasMetOne) => !step.IsToOne && hasMetOne;

    public static StepCost Of(JoinStep step, IEnumerable<JoinStep> before)
    {
        var (edge, isDetour) = (step.Edge, IsDetour(step, before.Any(s => s.IsToOne && !s.Edge.IsOneToOne)));
        var said = new List<string> { $"{step.From.Name} to {step.To.Name} along {string.Join(", ", edge.ManyColumns.Select(c => c.Info.Name))}" };
        if (!edge.IsDeclared)
        {
            said.Add($"inferred ({edge.Evidence.Confidence.ToString("0.00", CultureInfo.InvariantCulture)})");
        }

        if (!step.IsToOne)
        {
            said.Add("several rows each");
            if (Coverage(edge) is < 0.5)
            {
                said.Add($"{Rows(step.To)} rows for {Rows(step.From)}");
            }
        }

        if (edge.IsNullable && edge.FilledShare is not 1)
        {
            said.Add("may be empty");
        }

        if (isDetour)
        {
            said.Add("back from one to many, which pairs rows that only share it");
        }

        return new StepCost(AtLeast(edge, step.IsForward) + (isDetour ? Detour : 0), string.Join(", ", said));
    }

    /// <summary>How many of the rows that are referred to can have one that refers to them, 0 to 1; 1 where nobody has counted.</summary>
    private static double Coverage(KeyEdge edge) =>
        edge is { Many.Info.RowEstimate: { } many, One.Info.RowEstimate: > 0 and { } one } ? Math.Min(1, many / (double)one) : 1;

    private static string Rows(TableNode table) => (table.Info.RowEstimate ?? 0).ToString("N0", CultureInfo.InvariantCulture);
}
