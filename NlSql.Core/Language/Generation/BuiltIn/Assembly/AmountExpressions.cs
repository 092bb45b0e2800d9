using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Amounts of the schema as expressions of frames.</summary>
internal static class AmountExpressions
{
    /// <summary>The amount of one row of its grain.</summary>
    public static Expression Of(MeasureFact fact, Span at) =>
        fact.Expression is MeasureColumn { WhenMissing: null } column
            ? Term(column) with { At = at }
            : new Amount(fact.Name, Term(fact.Expression)) { At = at };

    public static Expression Term(MeasureExpression expression) => expression switch
    {
        MeasureColumn column => Column(column),
        MeasureNumber number => new NumberConstant(number.Value),
        MeasureOperation operation => new Arithmetic(
            operation.Operator switch
            {
                MeasureOperator.Plus => Operator.Plus,
                MeasureOperator.Minus => Operator.Minus,
                MeasureOperator.Times => Operator.Times,
                _ => Operator.DividedBy,
            },
            Term(operation.Left),
            Term(operation.Right)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static Expression Column(MeasureColumn column)
    {
        var use = new ColumnUse(column.Column, new EntityRef(column.Column.Table, column.Via));
        return column.WhenMissing is { } missing ? new OrElse(use, missing) : use;
    }
}
