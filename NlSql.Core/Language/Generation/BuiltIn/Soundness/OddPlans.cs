using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// What nobody asks for, and what words come to that were taken for something else: the different values of a flag or a day counted though nobody said
/// "different", keys and percentages added up, two values of one column at once.
/// </summary>
internal static class OddPlans
{
    public static bool In(RelationalPlan plan, IReadOnlyList<Token> tokens, Lexicon lexicon)
    {
        var isDistinctAsked = tokens.Any(t => lexicon.FindCue(t.Lower)?.Kind == CueKind.Distinct);
        var shown = plan.Output.Select(o => o.Expression).Concat(plan.OrderBy.Select(o => o.Expression)).Concat(plan.Having)
            .SelectMany(ExpressionTree.Nodes);
        return shown.OfType<FunctionExpression>().Any(f => f.Arguments is [ColumnExpression { Column: var column }]
                && (f is { Name: "COUNT", IsDistinct: true } ? !isDistinctAsked && IsNoThing(column) : f
            .Name is "MAX" or "MIN" or "AVG" or "SUM" && (IsKey(column) || (f.Name == "SUM" && Shares.IsShare(column)))))
            || plan.Where.OfType<BinaryExpression>()
                .Where(b => b is { Operator: "=", Left: ColumnExpression, Right: TextExpression })
                .GroupBy(b => b.Left)
                .Any(g => g.Select(b => b.Right).Distinct().Count() > 1)
            || (plan.FromPlan is { } inner && In(inner, tokens, lexicon));
    }

    private static bool IsNoThing(ColumnNode column) => column.Flag is not null || column.Info.Kind == ColumnKind.Boolean || column.IsDate || column.IsMeasure;

    private static bool IsKey(ColumnNode column) => column.IsKey || column.IsForeignKey;
}
