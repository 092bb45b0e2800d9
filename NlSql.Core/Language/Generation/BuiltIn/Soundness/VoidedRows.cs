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
    /// <param name="words">Of the question, in lower case.</param>
    /// <returns>A sentence for each table of which such rows are counted.</returns>
    public static IEnumerable<string> In(RelationalPlan plan, IEnumerable<string> words, SchemaModel schema, Lexicon lexicon)
    {
        if (words.Any(w => lexicon.VoidedStates.Contains(w) || lexicon.StateColumns.Contains(Lemmas.Of(w))))
        {
            yield break;
        }

        var nodes = ExpressionTree.Nodes(plan).ToList();
        var told = nodes.OfType<ColumnExpression>().Select(c => c.Column).Where(c => IsState(c, lexicon)).Select(c => c.Table).ToHashSet();
        foreach (var table in nodes.OfType<FunctionExpression>().SelectMany(Amounts).Select(c => c.Table).SelectMany(t => Whole(t, schema)).Distinct())
        {
            // "paid orders", "orders by status": the answer already says which.
            if (!told.Contains(table) && VoidedState(table, lexicon) is { } state)
            {
                var rows = table.Name.Replace('_', ' ');
                yield return $"Includes {state} {rows}; add “without {state} {rows}” to leave them out.";
            }
        }
    }

    /// <summary>What is added up or averaged: a column, or worked out of several. Shares of rows are no amounts.</summary>
    private static IEnumerable<ColumnNode> Amounts(FunctionExpression function)
    {
        List<SqlExpression> of = function.Name is "SUM" or "AVG" ? [.. function.Arguments.SelectMany(ExpressionTree.Nodes)] : [];
        return of.Exists(e => e is CaseExpression) ? [] : of.OfType<ColumnExpression>().Select(c => c.Column).Where(c => c.IsMeasure);
    }

    /// <summary>The table itself and what its rows are parts of: the lines of an order are called off with the order.</summary>
    private static IEnumerable<TableNode> Whole(TableNode table, SchemaModel schema) =>
        schema.Joins.EdgesOf(table)
            .Where(e => e.Many == table && e.One != table && e.ManyColumns.All(c => !c.Info.IsNullable) && IsPart(table, e))
            .Select(e => e.One)
            .Prepend(table);

    /// <summary>Its key is the whole's with something added, or it is called after the whole: order lines.</summary>
    private static bool IsPart(TableNode table, KeyEdge of) =>
        (table.Key.Count > of.ManyColumns.Count && of.ManyColumns.All(table.Key.Contains)) || of.One.Words.All(table.Words.Contains);

    private static string? VoidedState(TableNode table, Lexicon lexicon) => table.Columns.Where(c => IsState(c, lexicon))
        .SelectMany(c => c.Info.EnumLabels.Concat(c.Info.Statistics.Samples.Select(s => s.Value)))
        .Select(v => v.ToLowerInvariant())
        .FirstOrDefault(lexicon.VoidedStates.Contains);

    private static bool IsState(ColumnNode column, Lexicon lexicon) => column.IsText && lexicon.StateColumns.Contains(column.Words[^1]);
}
