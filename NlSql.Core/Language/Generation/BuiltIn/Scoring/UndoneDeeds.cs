using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds plans that know nothing of what a verb says was done: "members who borrowed more than 10 books" counted by reservations, while loans are kept.
/// What is sold may as well be told by any table that has an amount for it.
/// </summary>
internal static class UndoneDeeds
{
    private const double Undone = 0.1;

    /// <summary>By how much less likely they make a reading.</summary>
    public static double Of(IReadOnlyList<IReadOnlyList<TableNode>> deeds, RelationalPlan plan)
    {
        if (deeds.Count == 0)
        {
            return 0;
        }

        var tables = PlanTables.Of(plan).ToHashSet();
        return deeds.Any(d => !d.Any(tables.Contains) && !(d.Any(IsSale) && tables.Any(IsSale))) ? Undone : 0;
    }

    private static bool IsSale(TableNode table) => table.Measures.Any(m => m.Name is MeasureKinds.Revenue or MeasureKinds.UnitsSold);
}
