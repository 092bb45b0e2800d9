using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds plans that take two periods together where the question sets one against the other: what was asked for is what tells them apart.
/// </summary>
internal static class MergedPeriods
{
    /// <summary>Two periods or more are spoken of, or may be, as things to compare.</summary>
    public static bool AreCompared(IReadOnlyList<Token> tokens) =>
        tokens.Any(t => t.Kind == TokenKind.Word && WordTable.English.Comparing.Contains(t.Lower));

    /// <summary>"higher than in 2024": what follows is said of the other side, of which a reader of single statements knows nothing.</summary>
    public static bool HaveSides(IReadOnlyList<Token> tokens) => Enumerable.Range(0, Math.Max(0, tokens.Count - 1))
        .Any(i => tokens[i].Lower == "than" && WordTable.English.ClassesOf(tokens[i + 1].Lower).Contains("within"));

    public static bool In(RelationalPlan plan) =>
        plan.Where.OfType<LogicExpression>().Any(l => l.Operator == "OR" && Only(l.Parts.Select(DateOf)) is { } date && !Tells(plan, date))
        || (plan.FromPlan is { } inner && In(inner));

    /// <summary>Groups or figures of their own tell the periods apart.</summary>
    private static bool Tells(RelationalPlan plan, ColumnNode date) =>
        plan.GroupBy.SelectMany(ExpressionTree.Nodes).OfType<ColumnExpression>().Any(c => c.Column == date)
        || plan.Output.SelectMany(o => ExpressionTree.Nodes(o.Expression)).Any(n => n is FilterExpression or CaseExpression);

    private static ColumnNode? DateOf(SqlExpression range)
    {
        var columns = ExpressionTree.Nodes(range).OfType<ColumnExpression>().Select(c => c.Column).Distinct().ToList();
        return columns is [{ IsDate: true } date] ? date : null;
    }

    private static ColumnNode? Only(IEnumerable<ColumnNode?> dates) => dates.Distinct().ToList() is [{ } one] ? one : null;
}
