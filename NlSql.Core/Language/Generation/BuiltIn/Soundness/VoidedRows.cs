using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// Amounts of rows that a status calls off ("cancelled", "refunded") are amounts of the table all the same. Whether they belong to "revenue" is for
/// the reader to say, so that the answer tells of them where the question does not.
/// </summary>
internal static class VoidedRows
{
    public static IEnumerable<Finding> In(ParseContext context, RelationalPlan plan)
    {
        var lexicon = context.Lexicon;
        if (context.Items.Concat(context.Taken)
            .SelectMany(i => i.Lower.Split(' '))
            .Any(w => lexicon.VoidedStates.Contains(w) || lexicon.StateColumns.Contains(Lemmas.Of(w))))
        {
            yield break;
        }

        foreach (var table in Levels(plan)
            .SelectMany(RowMultiplication.Quantities)
            .Select(q => RowMultiplication.ColumnOf(q)!.Column.Table)
            .SelectMany(t => Whole(t, context.Schema))
            .Distinct())
        {
            if (!IsRestricted(context.Intent, table, lexicon) && VoidedState(table, lexicon) is { } state)
            {
                var rows = table.Name.Replace('_', ' ');
                yield return new Finding(FindingKind.CountsVoided, $"Includes {state} {rows}; add “without {state} {rows}” to leave them out.");
            }
        }
    }

    /// <summary>The table itself and what its rows are parts of: the lines of an order are called off with the order.</summary>
    private static IEnumerable<TableNode> Whole(TableNode table, SchemaModel schema) =>
        schema.Joins.EdgesOf(table)
            .Where(e => e.Many == table && e.One != table && table.Key.Count > e.ManyColumns.Count && e.ManyColumns.All(table.Key.Contains))
            .Select(e => e.One)
            .Prepend(table);

    private static IEnumerable<RelationalPlan> Levels(RelationalPlan plan)
    {
        for (var level = plan; level is not null; level = level.FromPlan)
        {
            yield return level;
        }
    }

    private static string? VoidedState(TableNode table, Lexicon lexicon) => table.Columns.Where(c => IsState(c, lexicon))
        .SelectMany(c => c.Info.EnumLabels.Concat(c.Info.Statistics.Samples.Select(s => s.Value)))
        .Select(v => v.ToLowerInvariant())
        .FirstOrDefault(lexicon.VoidedStates.Contains);

    private static bool IsState(ColumnNode column, Lexicon lexicon) => column.IsText && lexicon.StateColumns.Contains(column.Words[^1]);

    /// <summary>"paid orders", "orders that were delivered": the question already says which.</summary>
    private static bool IsRestricted(QueryIntent intent, TableNode table, Lexicon lexicon) =>
        intent.Conditions.SelectMany(c => c is AnyOfCondition any ? any.Options : [c])
            .OfType<OneOfCondition>()
            .Any(c => c.Table == table && IsState(c.Column, lexicon));
}
