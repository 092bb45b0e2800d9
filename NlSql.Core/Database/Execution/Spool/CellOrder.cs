using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution.Cells;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>
/// Order of cells within a column: NULL last and NaN above every number, as PostgreSQL has it by default; numerics by their value, whatever
/// their length; text by its UTF-16 code units, which is no language's order and need not be that of the database's collation.
/// </summary>
internal sealed class CellOrder : IComparer<object?>
{
    private static readonly CellOrder OfNumerics = new(isNumeric: true);
    private static readonly CellOrder OfOthers = new(isNumeric: false);

    private readonly bool isNumeric;

    private CellOrder(bool isNumeric) => this.isNumeric = isNumeric;

    /// <summary>The order of a column of <paramref name="kind"/>.</summary>
    public static CellOrder Of(ColumnKind kind) => kind == ColumnKind.Decimal ? OfNumerics : OfOthers;

    /// <inheritdoc />
    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (double a, double b) => double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : double.IsNaN(b) ? -1 : a.CompareTo(b),
        (string, string or decimal) or (decimal, string) when isNumeric => NumericText.Compare(CellText.Of(x)!, CellText.Of(y)!),
        (string a, string b) => string.CompareOrdinal(a, b),
        (IComparable a, _) when x.GetType() == y.GetType() => a.CompareTo(y),

        // A column mixes types only where a value fits no date: infinity, years BC.
        (string a, _) => IsBelowAll(a) ? -1 : 1,
        (_, string b) => IsBelowAll(b) ? 1 : -1,
        _ => 0,
    };

    private static bool IsBelowAll(string text) => text.StartsWith('-') || text.EndsWith(" BC", StringComparison.Ordinal);
}
