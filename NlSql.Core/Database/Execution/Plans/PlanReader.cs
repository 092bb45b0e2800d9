using System.Text.Json;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.Execution.Plans;

/// <summary>Reads <c>EXPLAIN (FORMAT JSON, VERBOSE)</c>: <c>[{"Plan": {...}}]</c>, see <see cref="PlanNode"/>.</summary>
internal static class PlanReader
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>Throws <see cref="PipelineFailureException"/> when the text is no plan.</summary>
    public static PlanNode Parse(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? string.Empty, Deep);
            return PlanNode.Read(document.RootElement.EnumerateArray().First().GetProperty("Plan"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new PipelineFailureException(
                new(
                    FailureParty.Database,
                    FailureTypes.DatabaseError,
                    "The server's answer to EXPLAIN is not a plan in PostgreSQL's form.",
                    "Check that DB_HOST names a PostgreSQL server, 13 or newer, and nothing between that answers for it."),
                error);
        }
    }

    /// <summary>
    /// The plan must be that of the wrapped statement: its root is our LIMIT, whose outer child tells the rows there would be without it; a scalar
    /// subquery hangs below the LIMIT too, and first.
    /// </summary>
    public static PlanEstimate Estimate(PlanNode plan, PlannedRelations relations, double maxCost)
    {
        var whole = plan is { Type: "Limit" } && plan.Child("Outer") is { } limited ? limited : plan;
        return new PlanEstimate(whole.Rows, plan.TotalCost, ScanCount.Of(plan, relations), plan.TotalCost > maxCost);
    }
}
