using System.Globalization;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>What is computed of one row before it is added up: columns, numbers and arithmetic between them. Immutable; printed as people write it.</summary>
internal abstract record MeasureExpression;

/// <param name="Via">The key that leads to the row of another table, of which there is at most one; null for a column of the grain itself.</param>
/// <param name="WhenMissing">What NULL counts as; null where a row without a value has no amount.</param>
internal sealed record MeasureColumn(ColumnNode Column, KeyEdge? Via = null, decimal? WhenMissing = null) : MeasureExpression
{
    public override string ToString() => Via is null ? Column.Info.Name : Column.ToString();
}

internal sealed record MeasureNumber(decimal Value) : MeasureExpression
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

internal enum MeasureOperator
{
    Plus,
    Minus,
    Times,
    DividedBy,
}

internal sealed record MeasureOperation(MeasureExpression Left, MeasureOperator Operator, MeasureExpression Right) : MeasureExpression
{
    public override string ToString() => Operator switch
    {
        MeasureOperator.Plus => $"{Left} + {Right}",
        MeasureOperator.Minus => $"{Left} - {Inner(Right)}",
        MeasureOperator.Times => $"{Inner(Left)} × {Inner(Right)}",
        _ => $"{Inner(Left)} / {(Right is MeasureOperation ? $"({Right})" : Right)}",
    };

    private static string Inner(MeasureExpression part) =>
        part is MeasureOperation { Operator: MeasureOperator.Plus or MeasureOperator.Minus } ? $"({part})" : $"{part}";
}
