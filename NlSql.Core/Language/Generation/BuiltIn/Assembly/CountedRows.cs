using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Frames;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Counts what was to be listed: "how many" and yes or no ask for the number of rows.</summary>
internal static class CountedRows
{
    /// <summary>How many rows there are, of which all that is shown holds.</summary>
    public static QueryFrame Of(QueryFrame frame) => frame.Show is [RowCount] ? frame : frame with
    {
        Show = [new RowCount(frame.Grain)],
        Where = FilterAssembly.Joined([frame.Where, .. frame.Show.OfType<ColumnUse>().Select(Holds)]),
        Order = [],
        IsDistinct = false,
    };

    private static Filter? Holds(ColumnUse column) =>
        column.Column.Flag is not null || column.Column.Info.Kind == ColumnKind.Boolean ? new IsSet(column) { At = column.At }
        : column.Column.Info.IsNullable ? new Not(new IsEmpty(column)) { At = column.At }
        : null;
}
