using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Finds what PostgreSQL has no operator or function for: groups of json, the average of money, numbers compared with texts.</summary>
internal static class UnfitTypes
{
    /// <summary>Types without an order that rows could be sorted, told apart or grouped by (PostgreSQL 18, <c>\dAc btree</c>).</summary>
    private static readonly HashSet<string> Unordered = ["json", "jsonpath", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"];

    /// <summary>The first column that is used as its type does not allow; null when all is well.</summary>
    public static ColumnNode? In(RelationalPlan plan) => Keys(plan).OfType<ColumnExpression>().Select(k => k.Column).FirstOrDefault(c => !HasOrder(c))
        ?? Roots(plan).SelectMany(ExpressionTree.Nodes).Select(Unfit).FirstOrDefault(c => c is not null)
        ?? ExpressionTree.Plans(plan).Select(In).FirstOrDefault(c => c is not null);

    private static IEnumerable<SqlExpression> Keys(RelationalPlan plan)
    {
        var all = Roots(plan).SelectMany(ExpressionTree.Nodes).ToList();
        var distinct = all.OfType<FunctionExpression>().Where(f => f.IsDistinct).SelectMany(f => f.Arguments);
        var windows = all.OfType<WindowExpression>().SelectMany(w => w.PartitionBy.Concat(w.OrderBy.Select(o => o.Expression)));
        return plan.GroupBy.Concat(plan.OrderBy.Select(o => o.Expression))
            .Concat(distinct)
            .Concat(windows)
            .Concat(plan.IsDistinct ? plan.Output.Select(o => o.Expression) : []);
    }

    private static IEnumerable<SqlExpression> Roots(RelationalPlan plan) =>
        plan.Output.Select(o => o.Expression).Concat(plan.Where).Concat(plan.GroupBy).Concat(plan.Having).Concat(plan.OrderBy.Select(o => o.Expression));

    private static ColumnNode? Unfit(SqlExpression expression) => expression switch
    {
        FunctionExpression { Name: "SUM" or "AVG", Arguments: [ColumnExpression { Column: var c }] } when !IsAdded(c) => c,
        FunctionExpression { Name: "MAX" or "MIN", Arguments: [ColumnExpression { Column: var c }] } when !IsRanked(c) => c,
        FunctionExpression { Name: "date_trunc", Arguments: [_, ColumnExpression { Column: var c }] } when !c.IsDate => c,
        PercentileExpression { Value: ColumnExpression { Column: var c } } when !IsAdded(c) => c,
        BinaryExpression { Left: ColumnExpression { Column: var c }, Right: NumberExpression } when !c.IsNumeric || c.IsMoney => c,
        BinaryExpression { Left: ColumnExpression { Column: var c }, Right: DateExpression } when !c.IsDate => c,
        BinaryExpression { Operator: "ILIKE" or "NOT ILIKE", Left: ColumnExpression { Column: var c } } when c.Info.Kind != ColumnKind.Text => c,
        BinaryExpression { Operator: "=" or "<>", Left: ColumnExpression { Column: var c }, Right: TextExpression } when !IsWritten(c) => c,
        InExpression { Left: ColumnExpression { Column: var c } } when !IsWritten(c) => c,
        _ => null,
    };

    private static bool IsAdded(ColumnNode column) => (column.IsNumeric && !column.IsMoney) || column.Info.Kind == ColumnKind.Interval;

    private static bool IsRanked(ColumnNode column) =>
        column.IsNumeric || column.IsText || column.IsDate || column.Info.Kind is ColumnKind.Time or ColumnKind.Interval;

    /// <summary>A literal in quotes is read as a value of such a type.</summary>
    private static bool IsWritten(ColumnNode column) => column.IsText || column.Info.Kind == ColumnKind.Boolean;

    /// <summary>A domain's own name says nothing of the type below: json is the likelier one that cannot.</summary>
    private static bool HasOrder(ColumnNode column) =>
        column.Info.Kind == ColumnKind.Json
            ? column.Info.DataType == "jsonb"
            : !Unordered.Contains(column.Info.DataType.Replace("[]", "", StringComparison.Ordinal));
}
